import { type EntityManager, In } from 'typeorm';
import { type SearchKind } from '#contracts/search.js';
import { Achievement } from '../achievements/achievement.entity.js';
import { isMaskedFor, maskedTitle } from '../needs/need-view.js';
import { Need } from '../needs/need.entity.js';

/** The titles of those of the records that are published, as members of this organisation read them. */
export async function foundTitles(
  manager: EntityManager,
  kind: SearchKind,
  ids: readonly string[],
  organisationId: string,
): Promise<string[]> {
  const where = { id: In([...ids]), state: 'published' as const };
  const order = { publishedAt: 'DESC', id: 'ASC' } as const;
  if (kind === 'achievement')
    return (await manager.find(Achievement, { where, order })).map(({ title }) => title);
  // A need that is made confidential just now waits until this was written, and then takes it back.
  const lock = { mode: 'for_key_share' } as const;
  return (await manager.find(Need, { where, order, lock })).map((need) =>
    isMaskedFor(organisationId, need) ? maskedTitle(need) : need.title,
  );
}
