import { type EntityManager, In } from 'typeorm';
import { type SearchKind } from '#contracts/search.js';
import { Achievement } from '../achievements/achievement.entity.js';
import { maskedTitle } from '../needs/need-view.js';
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
  return (await manager.find(Need, { where, order })).map((need) =>
    need.confidential && need.organisationId !== organisationId ? maskedTitle(need) : need.title,
  );
}
