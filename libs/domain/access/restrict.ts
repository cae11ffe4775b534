import { Brackets, type ObjectLiteral, type SelectQueryBuilder } from 'typeorm';
import { regionPrefix } from '#vocabulary/regions.js';
import { type Actor } from './actor.js';
import { reachOf } from './access.rules.js';
import { type Grant, type Permission } from './permissions.js';

/** Where a query holds what permissions ask of a record; property paths of joined aliases. */
export interface SubjectColumns {
  state?: string;
  owners: readonly { organisationId: string; regionCode: string }[];
  accountId?: string;
  /** The one organisation to which it was given to work on. */
  assignee?: string;
}

/**
 * Narrows a query to the records on which the actor may take the action, by the same table that decides about a single
 * record. An actor without any grant finds nothing.
 */
export function restrictTo<E extends ObjectLiteral>(
  builder: SelectQueryBuilder<E>,
  actor: Actor | null,
  permission: Permission,
  columns: SubjectColumns,
): SelectQueryBuilder<E> {
  const reach = reachOf(actor, permission);
  builder.setParameters({
    ...(actor && {
      accessOrganisation: actor.organisationId,
      accessRegion: `${regionPrefix(actor.regionCode)}%`,
      accessAccount: actor.accountId,
    }),
    ...Object.fromEntries(reach.map(({ states }, index) => [`accessStates${index}`, states])),
  });
  return builder.andWhere(
    new Brackets((where) => {
      where.where('false');
      reach.forEach((grant, index) => where.orWhere(conditionOf(grant, index, columns)));
    }),
  );
}

function conditionOf({ scope, states }: Grant, index: number, columns: SubjectColumns): string {
  const state = states ? `${columns.state} = ANY(:accessStates${index})` : 'true';
  return `(${state} AND (${scopeCondition(scope, columns)}))`;
}

function scopeCondition(scope: Grant['scope'], { owners, accountId, assignee }: SubjectColumns): string {
  switch (scope) {
    case 'any':
      return 'true';
    case 'own':
      return owners.map(({ organisationId }) => `${organisationId} = :accessOrganisation`).join(' OR ');
    case 'region':
      return owners.map(({ regionCode }) => `${regionCode} LIKE :accessRegion`).join(' OR ');
    case 'self':
      return accountId ? `${accountId} = :accessAccount` : 'false';
    case 'claimable':
      return accountId ? `(${accountId} IS NULL OR ${accountId} = :accessAccount)` : 'false';
    case 'assigned':
      return assignee ? `${assignee} = :accessOrganisation` : 'false';
    // What is disclosed opens the words of a record that its readers find by other grants.
    case 'disclosed':
      return 'false';
  }
}
