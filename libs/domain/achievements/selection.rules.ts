import { type SelectionLevel } from '#contracts/achievement-selections.js';
import { DomainError } from '#contracts/domain-error.js';
import { findRegion } from '#vocabulary/regions.js';
import { type Actor } from '../access/actor.js';

/**
 * The level on which the actor selects: an administrator's is that of its region, and no list but its own is in its
 * hands; an operator, who answers for every region, names one or means the province.
 * @throws DomainError `not_allowed`.
 */
export function selectionLevel(
  { role, regionCode }: Pick<Actor, 'role' | 'regionCode'>,
  asked: SelectionLevel | undefined,
): SelectionLevel {
  const own = role === 'operator' ? undefined : findRegion(regionCode)?.level;
  if (own === undefined) return asked ?? 'province';
  if (asked === undefined || asked === own) return own;
  throw new DomainError('not_allowed', `You select on the level ${own}: leave level out.`, [
    { field: 'level', code: 'not_allowed', message: `must be ${own} or left out` },
  ]);
}
