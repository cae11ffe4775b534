import { type EntityManager, In } from 'typeorm';
import { type DuplicateGround, type DuplicatesBody } from '#contracts/achievements.js';
import { insertRows } from '#platform/database/insert-rows.js';
import { may } from '../access/access.rules.js';
import { type Actor } from '../access/actor.js';
import { subjectOf } from '../records/record-subject.js';
import { latestContent } from './achievement-content.js';
import { AchievementFingerprint } from './achievement-fingerprint.entity.js';
import { Achievement } from './achievement.entity.js';
import { assertDuplicatesSeen, duplicateGround, isAsked, joinAcknowledgements } from './duplicates.rules.js';
import { fingerprintOf } from './text-likeness.js';

/** Near texts that are compared exactly; those that share the most bands first. */
const MOST_COMPARED = 50;

/** Texts that are read at all, were a hundred records to bear one patent number. */
const MOST_READ = 150;

/**
 * What counts as being there already: whatever waits for review or is published, and of the asking organisation also
 * its drafts. The drafts of others are not even counted, since a number tells of them too.
 */
const isThere = (other: Achievement, { organisationId }: Achievement): boolean =>
  ['submitted', 'published'].includes(other.state) ||
  (other.organisationId === organisationId && ['draft', 'returned'].includes(other.state));

export interface FoundDuplicate {
  achievement: Achievement;
  ground: DuplicateGround;
  similarity: number;
}

/** Keeps what the texts come to, for the comparisons of others. */
export async function keepFingerprints(
  manager: EntityManager,
  achievements: readonly Achievement[],
): Promise<void> {
  await insertRows(
    manager,
    AchievementFingerprint,
    achievements.map((achievement) => ({
      achievementId: achievement.id,
      ...fingerprintOf(latestContent(achievement)),
    })),
    { of: ['achievementId'], take: ['textHash', 'bands'] },
  );
}

/**
 * Makes those who are about to publish the same text or the same patent take turns, so that the second finds the first.
 */
async function takeTurns(manager: EntityManager, achievement: Achievement): Promise<void> {
  const { patentNumbers, ...text } = latestContent(achievement);
  const keys = [...patentNumbers, fingerprintOf(text).textHash].sort();
  for (const key of keys) {
    await manager.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 5330070))', [key]);
  }
}

/** Achievements that may be the same, likest first. Three looks into indexes, and a bounded number of texts. */
export async function findDuplicates(
  manager: EntityManager,
  achievement: Achievement,
): Promise<FoundDuplicate[]> {
  const content = latestContent(achievement);
  const rows = await manager.query<{ id: string }[]>(
    `WITH mine AS (SELECT achievement_id, text_hash, bands FROM achievement_fingerprints WHERE achievement_id = $1),
          near AS (SELECT theirs.achievement_id AS id FROM mine JOIN achievement_fingerprints theirs
                       ON theirs.bands && mine.bands
                    ORDER BY cardinality(ARRAY(SELECT unnest(theirs.bands) INTERSECT SELECT unnest(mine.bands))) DESC
                    LIMIT ${MOST_COMPARED + 1}),
          found AS (SELECT id FROM near
                    UNION SELECT theirs.achievement_id FROM mine JOIN achievement_fingerprints theirs USING (text_hash)
                    UNION SELECT id FROM achievements WHERE patent_numbers && $2::text[])
     SELECT id FROM found WHERE id <> $1 LIMIT ${MOST_READ}`,
    [achievement.id, content.patentNumbers],
  );
  const others = await manager.find(Achievement, {
    where: { id: In(rows.map(({ id }) => id)) },
    relations: { organisation: true },
  });
  return others
    .filter((other) => isThere(other, achievement))
    .flatMap((other) => {
      const ground = duplicateGround(content, latestContent(other));
      return ground ? [{ achievement: other, ...ground }] : [];
    })
    .sort(
      (left, right) =>
        right.similarity - left.similarity || (left.achievement.id < right.achievement.id ? -1 : 1),
    );
}

/**
 * Asks, once for each change, whoever submits or publishes what they say to possible duplicates, and keeps the answer for
 * the reviewer.
 * @throws DomainError `possible_duplicates`.
 */
export async function askAboutDuplicates(
  manager: EntityManager,
  actor: Actor,
  achievement: Achievement,
  said: DuplicatesBody,
): Promise<void> {
  await keepFingerprints(manager, [achievement]);
  await takeTurns(manager, achievement);
  const found = await findDuplicates(manager, achievement);
  const asked = found.filter(isAsked);
  const visible = asked.filter(({ achievement: other }) => may(actor, 'achievement.read', subjectOf(other)));
  const before = { seen: achievement.duplicatesSeen, reason: achievement.duplicatesReason };
  const known = joinAcknowledgements(before, said);
  assertDuplicatesSeen(
    visible.map(({ achievement: { id, title }, ground }) => ({ id, title, ground })),
    asked.length - visible.length,
    known,
  );
  const ids = new Set(found.map(({ achievement: { id } }) => id));
  achievement.duplicatesSeen = known.seen.filter((id) => ids.has(id));
  achievement.duplicatesReason = ids.size > 0 ? known.reason : null;
  achievement.duplicateSuspected = found.some(({ achievement: { id } }) => !known.seen.includes(id));
  achievement.comparedVersion = achievement.version;
}
