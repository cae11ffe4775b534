import { type FigureRecord } from '#contracts/statistics.js';

/**
 * Where the rows of a figure come from: a query over the histories `record_events` and `match_events`, which are only
 * added to, and over nothing that changes. Each row is one counted record with
 * `id, at, until, region_code, field_codes, organisation_ids, value`: `at` is when it came to be counted, `until` when it
 * ceased to be (of stocks only), region and fields are those of that moment, `value` hours where the figure is of time.
 */
export interface FigureRows {
  kind: FigureRecord['kind'];
  sql: string;
}

const COLUMNS = `record_id AS id, at, region_code, field_codes, ARRAY[organisation_id] AS organisation_ids`;

/** Records for as long as they are in the library; `condition` may narrow it. */
export const inLibrary = (kind: 'achievement' | 'need', condition = 'true'): FigureRows => ({
  kind,
  sql: `SELECT ${COLUMNS}, until, NULL::float8 AS value
          FROM (SELECT *, lead(at) OVER (PARTITION BY record_id ORDER BY at, id) AS until
                  FROM record_events WHERE kind = '${kind}') AS span
         WHERE to_state = 'published' AND ${condition}`,
});

/** Records at the moment when they entered the library for the first time. */
export const firstPublished = (kind: 'achievement' | 'need'): FigureRows => ({
  kind,
  sql: `SELECT DISTINCT ON (record_id) ${COLUMNS}, NULL::timestamptz AS until, NULL::float8 AS value
          FROM record_events WHERE kind = '${kind}' AND to_state = 'published'
         ORDER BY record_id, at, id`,
});

/** Needs at the moment when they were closed, for one reason or for any. */
export const closed = (reason?: string): FigureRows => ({
  kind: 'need',
  sql: `SELECT ${COLUMNS}, NULL::timestamptz AS until, NULL::float8 AS value
          FROM record_events
         WHERE kind = 'need' AND to_state = 'closed' AND from_state IS DISTINCT FROM 'closed'
           ${reason === undefined ? '' : `AND reason = '${reason}'`}`,
});

/** The last event of a record before a match took its step: its owner, region and fields then. */
const sideThen = (kind: 'achievement' | 'need') => `
  JOIN LATERAL (SELECT organisation_id, region_code, field_codes FROM record_events
                 WHERE kind = '${kind}' AND record_id = match.${kind}_id AND at <= step.at
                 ORDER BY at DESC, id DESC LIMIT 1) AS ${kind} ON true`;

/** Matches at the moment when they took a step for the first time. Region and fields are those of the need. */
const matchSteps = (condition: string): FigureRows => ({
  kind: 'match',
  sql: `SELECT match.id, step.at, need.region_code, need.field_codes,
               ARRAY[need.organisation_id, achievement.organisation_id] AS organisation_ids,
               NULL::timestamptz AS until, NULL::float8 AS value
          FROM (SELECT DISTINCT ON (match_id) match_id, created_at AS at, level
                  FROM match_events WHERE ${condition} ORDER BY match_id, created_at, id) AS step
          JOIN matches match ON match.id = step.match_id
          ${sideThen('need')} ${sideThen('achievement')}`,
});

export const matchesBegun = (level?: number): FigureRows =>
  matchSteps(
    `from_state IS NULL AND to_state = 'suggested' ${level === undefined ? '' : `AND level = ${level}`}`,
  );

export const matchesThatReached = (state: 'introduced' | 'contracted'): FigureRows =>
  matchSteps(`to_state = '${state}' AND from_state IS DISTINCT FROM '${state}'`);

/** Needs at the moment of their first answer, with the hours that it took. */
export const firstAnswered: FigureRows = {
  kind: 'need',
  sql: `SELECT DISTINCT ON (asked.record_id)
               asked.record_id AS id, answer.at, asked.region_code, asked.field_codes,
               ARRAY[asked.organisation_id] AS organisation_ids, NULL::timestamptz AS until,
               (extract(epoch FROM answer.at - asked.at) / 3600)::float8 AS value
          FROM (SELECT DISTINCT ON (record_id) *
                  FROM record_events
                 WHERE kind = 'need' AND to_state IN ('submitted', 'published')
                 ORDER BY record_id, at, id) AS asked
         CROSS JOIN LATERAL (
               SELECT at FROM record_events
                WHERE kind = 'need' AND record_id = asked.record_id AND at >= asked.at
                  AND acting_for <> asked.organisation_id
               UNION ALL
               SELECT step.created_at FROM match_events step
                 JOIN matches match ON match.id = step.match_id AND match.need_id = asked.record_id
                 JOIN accounts author ON author.id = step.account_id
                WHERE step.created_at >= asked.at AND author.organisation_id <> asked.organisation_id) AS answer
         ORDER BY asked.record_id, answer.at`,
};
