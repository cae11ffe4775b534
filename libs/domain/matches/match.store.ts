import { Injectable } from '@nestjs/common';
import { type EntityManager, type FindOptionsWhere, In } from 'typeorm';
import { type ExpiryReason, type MatchState } from '#contracts/matches.js';
import { type MatchLevel, type ScoredMatch } from '#matching/match.js';
import { Match } from './match.entity.js';
import { MatchEvent } from './match-event.entity.js';
import { isNews, mayExpireByScore } from './match.rules.js';

interface StoredMatch {
  id: string;
  needId: string;
  achievementId: string;
  state: MatchState;
  level: MatchLevel;
}

/** A match that its people must hear of. */
export interface MatchNews extends ScoredMatch {
  id: string;
}

/** A pair as one string, which sorts and compares. */
export const pairOf = ({ needId, achievementId }: { needId: string; achievementId: string }) =>
  `${needId}/${achievementId}`;

/** Writes matches inside somebody else's transaction, and writes nothing where nothing differs. */
@Injectable()
export class MatchStore {
  /** Inserts what is new, updates what differs, revives what had expired. @returns what is news to its people. */
  async upsert(manager: EntityManager, scored: readonly ScoredMatch[]): Promise<MatchNews[]> {
    if (scored.length === 0) return [];
    // One order for everybody: two jobs that share pairs then wait for each other instead of blocking each other.
    const ordered = [...scored].sort((a, b) => (pairOf(a) < pairOf(b) ? -1 : 1));
    const earlier = await this.lockPairs(manager, ordered);
    const written = await this.write(manager, ordered);
    const news: MatchNews[] = [];
    const events: Partial<MatchEvent>[] = [];
    for (const match of ordered) {
      const row = written.get(pairOf(match));
      // Not written means that the same result is there already, from this job's first run or from a twin.
      if (!row) continue;
      const before = row.inserted ? null : (earlier.get(pairOf(match)) ?? null);
      if (!row.inserted && !before) continue;
      if (before === null || before.state === 'expired') {
        events.push({ matchId: row.id, fromState: before?.state ?? null, toState: 'suggested' });
      }
      if (isNews(before, match.level)) news.push({ ...match, id: row.id });
    }
    if (events.length > 0) await manager.insert(MatchEvent, events);
    return news;
  }

  async pairsOf(manager: EntityManager, where: FindOptionsWhere<Match>): Promise<Set<string>> {
    const rows = await manager.find(Match, {
      select: { id: true, needId: true, achievementId: true },
      where,
    });
    return new Set(rows.map(pairOf));
  }

  /** Expires suggestions of a record that its newest scoring does not hold any more. */
  async expireUnlisted(
    manager: EntityManager,
    side: 'achievementId' | 'needId',
    id: string,
    kept: readonly ScoredMatch[],
  ): Promise<void> {
    const listed = new Set(kept.map(pairOf));
    await this.expire(
      manager,
      { [side]: id },
      (state, pair) => mayExpireByScore(state) && !listed.has(pair),
      'no_longer_fits',
    );
  }

  /** Ends the matches that `where` finds and `ends` picks, each with its event. */
  async expire(
    manager: EntityManager,
    where: FindOptionsWhere<Match>,
    ends: (state: MatchState, pair: string) => boolean,
    reason: ExpiryReason,
  ): Promise<void> {
    const rows = await manager.find(Match, {
      select: { id: true, needId: true, achievementId: true, state: true },
      where,
      order: { needId: 'ASC', achievementId: 'ASC' },
      lock: { mode: 'pessimistic_write' },
    });
    const ending = rows.filter((row) => ends(row.state, pairOf(row)));
    if (ending.length === 0) return;
    await manager.update(Match, { id: In(ending.map(({ id }) => id)) }, { state: 'expired' });
    await manager.insert(
      MatchEvent,
      ending.map(({ id, state }) => ({ matchId: id, fromState: state, toState: 'expired' as const, reason })),
    );
  }

  private async lockPairs(
    manager: EntityManager,
    scored: readonly ScoredMatch[],
  ): Promise<Map<string, StoredMatch>> {
    const rows = await manager.query<StoredMatch[]>(
      `SELECT m.id, m.need_id AS "needId", m.achievement_id AS "achievementId", m.state, m.level
         FROM matches m
         JOIN unnest($1::uuid[], $2::uuid[]) AS pair(need_id, achievement_id)
           ON m.need_id = pair.need_id AND m.achievement_id = pair.achievement_id
        ORDER BY m.need_id, m.achievement_id
          FOR UPDATE OF m`,
      [scored.map(({ needId }) => needId), scored.map(({ achievementId }) => achievementId)],
    );
    return new Map(rows.map((row) => [pairOf(row), row]));
  }

  private async write(
    manager: EntityManager,
    scored: readonly ScoredMatch[],
  ): Promise<Map<string, { id: string; inserted: boolean }>> {
    const rows = await manager.query<(StoredMatch & { inserted: boolean })[]>(
      `INSERT INTO matches (need_id, achievement_id, score, level, factors, matched_terms, weights_version, scored_at)
       SELECT need_id, achievement_id, score, level, factors, matched_terms, weights_version, now()
         FROM jsonb_to_recordset($1::jsonb) AS scored(
                need_id uuid, achievement_id uuid, score double precision, level smallint,
                factors jsonb, matched_terms text[], weights_version text)
       ON CONFLICT (need_id, achievement_id) DO UPDATE
          SET score = excluded.score, level = excluded.level, factors = excluded.factors,
              matched_terms = excluded.matched_terms, weights_version = excluded.weights_version,
              scored_at = excluded.scored_at,
              state = CASE matches.state WHEN 'expired' THEN 'suggested' ELSE matches.state END
        WHERE matches.state = 'expired'
           OR (matches.score, matches.level, matches.factors, matches.matched_terms, matches.weights_version)
              IS DISTINCT FROM
              (excluded.score, excluded.level, excluded.factors, excluded.matched_terms, excluded.weights_version)
       RETURNING id, need_id AS "needId", achievement_id AS "achievementId", state, level, (xmax = 0) AS inserted`,
      [
        JSON.stringify(
          scored.map((match) => ({
            need_id: match.needId,
            achievement_id: match.achievementId,
            score: match.score,
            level: match.level,
            factors: match.factors,
            matched_terms: match.matchedTerms,
            weights_version: match.weightsVersion,
          })),
        ),
      ],
    );
    return new Map(rows.map((row) => [pairOf(row), row]));
  }
}
