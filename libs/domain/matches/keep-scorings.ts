import { type EntityManager } from 'typeorm';
import { type ExpiryReason, type MatchState } from '#contracts/matches.js';
import { type ScoredMatch } from '#matching/match.js';
import { type Achievement } from '../achievements/achievement.entity.js';
import { type Need } from '../needs/need.entity.js';
import { handOver } from './hand-over.js';
import { isOpen, mayExpireByScore } from './match.rules.js';
import { tellOfMatches } from './match-news.js';
import { type MatchSide, type MatchStore, pairOf, partnerOf } from './match.store.js';

/** What came of scoring one record as it was read. */
export interface Scoring {
  record: Achievement | Need;
  /** None where the record is not published. */
  matches: readonly ScoredMatch[];
  /** The partners that were scored because a match with them is stored. */
  rescored: readonly string[];
}

interface LockedRecord {
  id: string;
  organisationId: string;
  state: string;
  revision: string;
}

/**
 * Keeps the results of records of one side, in the caller's transaction: matches, their events, notifications and
 * deliveries stand or fall together.
 *
 * A match is written by whoever holds the lock of its need, and needs are locked in the order of their ids. Jobs that
 * have matches in common, from either side, so take turns and never wait for each other in a circle.
 */
export async function keepScorings(
  manager: EntityManager,
  store: MatchStore,
  side: MatchSide,
  scorings: readonly Scoring[],
): Promise<void> {
  const partner = partnerOf(side);
  const now = await lock(
    manager,
    side,
    scorings.map(({ record }) => record.id),
  );
  // One that changed after it was read is left alone: its own job for that change is on the way.
  const unchanged = scorings.filter(({ record }) => now.get(record.id)?.revision === record.revision);
  const [standing, ended] = [true, false].map((isPublished) =>
    unchanged.filter(({ record }) => (now.get(record.id)?.state === 'published') === isPublished),
  ) as [Scoring[], Scoring[]];
  for (const { record } of ended) await end(manager, store, side, record);

  const scored = standing.map(({ record, matches, rescored }) => ({
    record,
    matches,
    partners: [...new Set([...rescored, ...matches.map((match) => match[partner])])],
  }));
  const partners = [...new Set(scored.flatMap((one) => one.partners))];
  const others = await lock(manager, partner, partners);
  const pairs = new Set(
    scored.flatMap((one) =>
      one.partners.map((id) => pairOf({ [side]: one.record.id, [partner]: id } as never)),
    ),
  );
  const held = await store.hold(
    manager,
    side,
    scored.map(({ record }) => record.id),
    partners,
  );
  const suitable = scored.flatMap(({ record, matches }) =>
    matches.filter((match) => {
      const other = others.get(match[partner]);
      return other?.state === 'published' && other.organisationId !== record.organisationId;
    }),
  );
  const news = await store.upsert(manager, suitable, held);
  const listed = new Set(suitable.map(pairOf));
  const gone = (state: MatchState, pair: string) =>
    mayExpireByScore(state) && pairs.has(pair) && !listed.has(pair);
  await store.expire(manager, held, gone, 'no_longer_fits');
  await tellOfMatches(manager, news);
}

/** Ends the matches of a record that is not published any more. */
async function end(
  manager: EntityManager,
  store: MatchStore,
  side: MatchSide,
  record: Achievement | Need,
): Promise<void> {
  const partners = (await store.partnersOf(manager, side, [record.id])).get(record.id) ?? [];
  await lock(manager, partnerOf(side), partners);
  const held = await store.hold(manager, side, [record.id], partners);
  const survivor = 'mergedIntoId' in record ? record.mergedIntoId : null;
  const moved = survivor ? await handOver(manager, held, survivor) : new Set<string>();
  await store.expire(manager, held, (state, pair) => isOpen(state) && !moved.has(pair), endReasonOf(record));
}

function endReasonOf(record: Achievement | Need): ExpiryReason {
  if ('mergedIntoId' in record) return record.mergedIntoId ? 'achievement_merged' : 'achievement_withdrawn';
  return record.state === 'closed' ? 'need_closed' : 'need_withdrawn';
}

/** A need's lock is held by one job at a time; an achievement is only kept from changing. */
async function lock(
  manager: EntityManager,
  side: MatchSide,
  ids: readonly string[],
): Promise<Map<string, LockedRecord>> {
  if (ids.length === 0) return new Map();
  const [table, mode] = side === 'needId' ? ['needs', 'NO KEY UPDATE'] : ['achievements', 'SHARE'];
  const rows = await manager.query<LockedRecord[]>(
    `SELECT id, organisation_id AS "organisationId", state, revision
       FROM ${table} WHERE id = ANY($1::uuid[]) ORDER BY id FOR ${mode}`,
    [ids],
  );
  return new Map(rows.map((row) => [row.id, row]));
}
