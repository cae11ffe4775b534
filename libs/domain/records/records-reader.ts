import { type DataSource, type EntityTarget, type FindOptionsWhere, type SelectQueryBuilder } from 'typeorm';
import { DomainError } from '#contracts/domain-error.js';
import { type Page, type PageQuery } from '#contracts/pages.js';
import { assertMay } from '../access/access.rules.js';
import { restrictTo } from '../access/restrict.js';
import { type Actor } from '../access/actor.js';
import { keysetPage } from '#platform/database/keyset-page.js';
import { type RecordState } from './published-record.entity.js';
import { type RecordKind, type StatefulRecord, subjectOf } from './record-subject.js';

/** Reading achievements and needs: who may read which is part of every query. */
export abstract class RecordsReader<E extends StatefulRecord> {
  protected abstract readonly entity: EntityTarget<E>;
  protected abstract readonly kind: RecordKind;

  constructor(protected readonly dataSource: DataSource) {}

  /** @throws DomainError `not_found` where it is not there, or not for this reader. */
  async get(actor: Actor | null, id: string): Promise<E> {
    const record = await this.dataSource.manager.findOne(this.entity, {
      where: { id } as FindOptionsWhere<E>,
      relations: { organisation: true } as never,
    });
    if (!record) throw new DomainError('not_found', 'There is no such record.');
    assertMay(actor, `${this.kind}.read`, subjectOf(record));
    return record;
  }

  /**
   * What the actor may read: published records unless another state is named, newest publication first; with `mine`
   * those of the actor's organisation in any state, newest first. `state=submitted` is a reviewer's desk: whatever waits
   * for review and is the actor's to see, oldest first.
   */
  async list(
    actor: Actor | null,
    query: PageQuery & { mine?: boolean; state?: RecordState },
  ): Promise<Page<E>> {
    const { mine, state, ...page } = query;
    if (mine && !actor) throw new DomainError('not_signed_in', 'Sign in to list your own records.');
    const wanted = state ?? (mine ? undefined : 'published');
    const builder = this.readable(actor, wanted === 'submitted' ? 'readReview' : 'read');
    this.narrow(builder, query);
    if (mine && actor) builder.andWhere('record.organisationId = :own', { own: actor.organisationId });
    if (wanted === 'submitted') {
      builder.andWhere('record.submittedAt IS NOT NULL');
      const since = (record: E) => record.submittedAt ?? record.createdAt;
      return keysetPage(builder, page, 'record.submittedAt', since, 'ASC');
    }
    if (wanted) builder.andWhere('record.state = :state', { state: wanted });
    if (!mine && (wanted === 'published' || wanted === 'closed')) {
      const published = (record: E) => record.publishedAt ?? record.createdAt;
      return keysetPage(builder, page, 'record.publishedAt', published);
    }
    return keysetPage(builder, page, 'record.createdAt', (record) => record.createdAt);
  }

  /** Conditions of a list that only one kind of record has. */
  protected narrow(_builder: SelectQueryBuilder<E>, _query: object): void {}

  private readable(actor: Actor | null, action: 'read' | 'readReview'): SelectQueryBuilder<E> {
    return restrictTo(
      this.dataSource.manager
        .createQueryBuilder(this.entity, 'record')
        .innerJoinAndSelect('record.organisation', 'organisation'),
      actor,
      `${this.kind}.${action}`,
      {
        state: 'record.state',
        owners: [{ organisationId: 'record.organisationId', regionCode: 'organisation.regionCode' }],
      },
    );
  }
}
