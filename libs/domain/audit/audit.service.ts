import { Injectable } from '@nestjs/common';
import { Brackets, DataSource, In, type SelectQueryBuilder } from 'typeorm';
import { type AuditEntryView, type AuditQuery, type AuditSubjectKind } from '#contracts/audit.js';
import { DomainError } from '#contracts/domain-error.js';
import { type Page } from '#contracts/pages.js';
import { decodeNumberCursor, encodeNumberCursor } from '#platform/database/keyset.js';
import { reachOf } from '../access/access.rules.js';
import { type Actor } from '../access/actor.js';
import { type Scope } from '../access/permissions.js';
import { AuditEntry, AuditPersonalValues } from './audit-entry.entity.js';
import { readableEntry, type Reader } from './audit-view.js';

/** How each scope of the table of permissions reads in a query of entries. */
const SCOPES: Readonly<Record<Scope, string>> = {
  any: 'true',
  own: 'entry.organisationIds @> ARRAY[:accessOrganisation]::uuid[]',
  region: 'entry.regionCodes @> ARRAY[:accessRegion]::text[]',
  self: 'entry.accountId = :accessAccount',
  // No entry is taken, assigned or disclosed.
  claimable: 'false',
  assigned: 'false',
  disclosed: 'false',
};

/** Reading the audit entries: who may read which is part of every query. */
@Injectable()
export class AuditService {
  constructor(private readonly dataSource: DataSource) {}

  /** Newest first. */
  async list(actor: Actor, { cursor, limit, ...filters }: AuditQuery): Promise<Page<AuditEntryView>> {
    const builder = this.readableBy(actor);
    filter(builder, filters);
    if (cursor !== undefined) builder.andWhere('entry.id < :after', { after: readCursor(cursor) });
    const rows = await builder
      .orderBy('entry.id', 'DESC')
      .take(limit + 1)
      .getMany();
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return {
      items: await this.views(page, actor),
      nextCursor: rows.length > limit && last ? encodeNumberCursor(last.id) : null,
    };
  }

  /** Everything that was done to one subject, oldest first and whole: for the command line, whose user holds the database. */
  async replay(kind: AuditSubjectKind, id: string): Promise<AuditEntryView[]> {
    const entries = await this.dataSource.manager.find(AuditEntry, {
      where: { subjectKind: kind, subjectId: id },
      order: { id: 'ASC' },
    });
    return this.views(entries, null);
  }

  private readableBy(actor: Actor): SelectQueryBuilder<AuditEntry> {
    const scopes = reachOf(actor, 'audit.read').map(({ scope }) => SCOPES[scope]);
    return this.dataSource.manager.createQueryBuilder(AuditEntry, 'entry').where(
      new Brackets((either) => {
        either.where('false');
        for (const scope of scopes) either.orWhere(scope);
      }),
      {
        accessOrganisation: actor.organisationId,
        accessRegion: actor.regionCode,
        accessAccount: actor.accountId,
      },
    );
  }

  private async views(entries: readonly AuditEntry[], reader: Reader): Promise<AuditEntryView[]> {
    const { manager } = this.dataSource;
    const values = await manager.findBy(AuditPersonalValues, { entryId: In(entries.map(({ id }) => id)) });
    const owners = await this.confidentialNow(entries);
    return entries.map((entry) => readableEntry(entry, values, reader, owners.get(entry.subjectId) ?? null));
  }

  /** A need that has become confidential is so with all that was written before of it, its matches and its files. */
  private async confidentialNow(entries: readonly AuditEntry[]): Promise<Map<string, string>> {
    const ids = entries
      .filter(({ subjectKind }) => ['need', 'match', 'file'].includes(subjectKind))
      .map(({ subjectId }) => subjectId);
    if (ids.length === 0) return new Map();
    const rows = await this.dataSource.query<{ id: string; owner: string }[]>(
      `SELECT subject.id, needs.organisation_id AS owner
         FROM (SELECT id, id AS need_id FROM needs
                UNION ALL SELECT id, need_id FROM matches
                UNION ALL SELECT id, need_id FROM attachments) AS subject
         JOIN needs ON needs.id = subject.need_id AND needs.confidential
        WHERE subject.id = ANY($1::uuid[])`,
      [ids],
    );
    return new Map(rows.map(({ id, owner }) => [id, owner]));
  }
}

function filter(
  builder: SelectQueryBuilder<AuditEntry>,
  { from, to, organisationId, requestId, ...equal }: Omit<AuditQuery, 'cursor' | 'limit'>,
): void {
  for (const [field, value] of Object.entries(equal)) {
    if (value !== undefined) builder.andWhere(`entry.${field} = :${field}`, { [field]: value });
  }
  if (organisationId) {
    builder.andWhere('entry.organisationIds @> ARRAY[:concerned]::uuid[]', { concerned: organisationId });
  }
  if (requestId) builder.andWhere(`entry.context->>'requestId' = :requestId`, { requestId });
  if (from) builder.andWhere('entry.at >= :from', { from: new Date(from) });
  if (to) builder.andWhere('entry.at < :to', { to: new Date(to) });
}

function readCursor(cursor: string): string {
  const place = decodeNumberCursor(cursor);
  if (place !== null) return place;
  throw new DomainError('malformed_cursor', 'The cursor is not one that this list gave.', [
    { field: 'cursor', code: 'malformed_cursor', message: 'must be the nextCursor of the page before' },
  ]);
}
