import { Injectable } from '@nestjs/common';
import { type EntityManager, In } from 'typeorm';
import { type ExpiryReason, type MatchState } from '#contracts/matches.js';
import { type MatchLevel, type ScoredMatch } from '#matching/match.js';
import { insertRows } from '#platform/database/insert-rows.js';
import { Match } from './match.entity.js';
import { MatchEvent } from './match-event.entity.js';
import { isNews } from './match.rules.js';

/** Whose matches: those of one achievement, or those of one need. */
export type MatchSide = 'achievementId' | 'needId';

export const partnerOf = (side: MatchSide): MatchSide => (side === 'needId' ? 'achievementId' : 'needId');

interface StoredMatch {
  id: string;
  needId: string;
  achievementId: string;
  state: MatchState;
  level: MatchLevel;
}

const COLUMNS = { achievementId: 'achievement_id', needId: 'need_id' } as const;

/** The stored matches of records by their pair, held until the transaction ends. */
export type HeldMatches = ReadonlyMap<string, StoredMatch>;

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
  /** The records at the other ends of each record's stored matches. */
  async partnersOf(
    manager: EntityManager,
    side: MatchSide,
    recordIds: readonly string[],
  ): Promise<Map<string, string[]>> {
    const rows = await manager.query<{ id: string; partners: string[] }[]>(
      `SELECT ${COLUMNS[side]} AS id, array_agg(${COLUMNS[partnerOf(side)]}) AS partners
         FROM matches WHERE ${COLUMNS[side]} = ANY($1::uuid[]) GROUP BY 1`,
      [recordIds],
    );
    return new Map(rows.map(({ id, partners }) => [id, partners]));
  }

  /** Reads the stored matches of records with these partners. The needs of all of them must be locked. */
  async hold(
    manager: EntityManager,
    side: MatchSide,
    recordIds: readonly string[],
    partners: readonly string[],
  ): Promise<HeldMatches> {
    const rows = await manager.query<StoredMatch[]>(
      `SELECT id, need_id AS "needId", achievement_id AS "achievementId", state, level FROM matches
        WHERE ${COLUMNS[side]} = ANY($1::uuid[]) AND ${COLUMNS[partnerOf(side)]} = ANY($2::uuid[]) FOR UPDATE`,
      [recordIds, partners],
    );
    return new Map(rows.map((row) => [pairOf(row), row]));
  }

  /** Inserts what is new, updates what differs, revives what had expired. @returns what is news to its people. */
  async upsert(
    manager: EntityManager,
    scored: readonly ScoredMatch[],
    held: HeldMatches,
  ): Promise<MatchNews[]> {
    if (scored.length === 0) return [];
    const written = await this.write(manager, scored);
    const news: MatchNews[] = [];
    const events: Partial<MatchEvent>[] = [];
    for (const match of scored) {
      const row = written.get(pairOf(match));
      // Not written means that the same result is there already, from this job's first run or from a twin.
      if (!row) continue;
      const before = held.get(pairOf(match)) ?? null;
      if (before === null || before.state === 'expired') {
        events.push({
          matchId: row.id,
          fromState: before?.state ?? null,
          toState: 'suggested',
          level: match.level,
        });
      }
      if (isNews(before, match.level)) news.push({ ...match, id: row.id });
    }
    await insertRows(manager, MatchEvent, events);
    return news;
  }

  /** Ends those of the held matches that `ends` picks, each with its event. */
  async expire(
    manager: EntityManager,
    held: HeldMatches,
    ends: (state: MatchState, pair: string) => boolean,
    reason: ExpiryReason,
  ): Promise<void> {
    const ending = [...held].filter(([pair, { state }]) => ends(state, pair)).map(([, match]) => match);
    if (ending.length === 0) return;
    await manager.update(Match, { id: In(ending.map(({ id }) => id)) }, { state: 'expired' });
    await insertRows(
      manager,
      MatchEvent,
      ending.map(({ id, state, level }) => ({
        matchId: id,
        level,
        fromState: state,
        toState: 'expired' as const,
        reason,
      })),
    );
  }

  private async write(
    manager: EntityManager,
    scored: readonly ScoredMatch[],
  ): Promise<Map<string, StoredMatch>> {
    const rows = await manager.query<StoredMatch[]>(
      `INSERT INTO matches (need_id, achievement_id, score, level, factors, matched_terms, weights_version, scored_at)
       SELECT need_id, achievement_id, score, level, factors, matched_terms, weights_version, now()
         FROM json_to_recordset($1::json) AS scored(
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
       RETURNING id, need_id AS "needId", achievement_id AS "achievementId", state, level`,
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
