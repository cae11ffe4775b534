import { type EntityManager } from 'typeorm';
import { DomainError } from '#contracts/domain-error.js';
import { type NeedListQuery } from '#contracts/needs.js';
import { type Page } from '#contracts/pages.js';
import { restrictTo } from '../access/restrict.js';
import { type Actor } from '../access/actor.js';
import { keysetPage } from '#platform/database/keyset-page.js';
import { Need } from './need.entity.js';

/** Whether a list of needs is asked for as a desk, by what is known to those alone who have to do with a need. */
export const isDesk = ({ stage, late, assigned }: Partial<NeedListQuery>): boolean =>
  stage !== undefined || late !== undefined || assigned === true;

/**
 * The needs that the actor has to do with, those whose time runs out first at the top.
 * @throws DomainError `not_signed_in`.
 */
export function listDesk(
  manager: EntityManager,
  actor: Actor | null,
  { mine, state, stage, late, assigned, ...page }: NeedListQuery,
): Promise<Page<Need>> {
  if (!actor) throw new DomainError('not_signed_in', 'Sign in to see how needs are handled.');
  const builder = restrictTo(
    manager.createQueryBuilder(Need, 'record').innerJoinAndSelect('record.organisation', 'organisation'),
    actor,
    'need.readHandling',
    {
      state: 'record.state',
      owners: [{ organisationId: 'record.organisationId', regionCode: 'organisation.regionCode' }],
      assignee: 'record.assigneeOrganisationId',
    },
  ).andWhere('record.stage IS NOT NULL');
  if (stage) builder.andWhere('record.stage = :stage', { stage });
  if (state) builder.andWhere('record.state = :state', { state });
  if (mine) builder.andWhere('record.organisationId = :accessOrganisation');
  if (assigned) builder.andWhere('record.assigneeOrganisationId = :accessOrganisation');
  if (late !== undefined) builder.andWhere(`record.dueAt ${late ? '<' : '>='} now()`);
  // What has ended waits for nobody, and the newest is what people look for.
  if (stage === 'closed' || stage === 'rated') {
    return keysetPage(builder, page, 'record.createdAt', (need) => need.createdAt);
  }
  builder.andWhere('record.dueAt IS NOT NULL');
  return keysetPage(builder, page, 'record.dueAt', (need) => need.dueAt ?? need.createdAt, 'ASC');
}
