import { listRegions, regionPrefix } from '#vocabulary/regions.js';
import { reachOf } from '../access/access.rules.js';
import { type Actor } from '../access/actor.js';
import { type Aggregate, type Figure } from './figures.js';
import { endOf, type Period, startOf } from './period.rules.js';

export interface FigureFilter extends Period {
  region: string | null;
  field: string | null;
}

export interface Statement {
  text: string;
  values: unknown[];
}

const AGGREGATES: Readonly<Record<Aggregate, string>> = {
  count: 'count(*)',
  median: 'round((percentile_cont(0.5) WITHIN GROUP (ORDER BY value))::numeric, 1)',
  p90: 'round((percentile_cont(0.9) WITHIN GROUP (ORDER BY value))::numeric, 1)',
};

/** The day, in China, of a moment; see `period.rules.ts`. */
const dayOf = (moment: string) => `to_char(${moment} AT TIME ZONE 'UTC' + interval '8 hours', 'YYYY-MM-DD')`;

/**
 * The statements of one figure for one caller, all over the same rows. An instance gives one of them: its parameters are
 * numbered as they are used.
 */
export class FigureQuery {
  private readonly values: unknown[] = [];
  /** Rows that this caller may count, in the region and the field, whenever they are counted. */
  private readonly rows: string;

  constructor(
    private readonly figure: Figure,
    private readonly actor: Actor | null,
    private readonly filter: FigureFilter,
  ) {
    const conditions = [this.scope(), this.inRegion(), this.inField()];
    this.rows = `SELECT * FROM (${figure.rows.sql}) AS counted WHERE ${conditions.join(' AND ')}`;
  }

  total(): Statement {
    return this.statement(`SELECT ${this.aggregate} AS value FROM (${this.counted()}) AS entry`);
  }

  byRegion(): Statement {
    const { region } = this.filter;
    const parts = listRegions().filter(({ parent }) => parent === (region ?? undefined));
    const codes = this.bind(parts.map(({ code }) => code));
    const prefixes = this.bind(parts.map(({ code }) => regionPrefix(code)));
    // What lies in none of them, such as an office of the region itself, belongs to the region.
    return this.statement(
      `SELECT coalesce(part.code, ${this.bind(region)}::text) AS bucket, ${this.aggregate} AS value
         FROM (${this.counted()}) AS entry
         LEFT JOIN unnest(${codes}::text[], ${prefixes}::text[]) AS part (code, prefix)
                ON entry.region_code LIKE part.prefix || '%'
        GROUP BY 1 ORDER BY 1`,
    );
  }

  byField(): Statement {
    const { field } = this.filter;
    const code = field === null ? `split_part(code, '.', 1)` : 'code';
    const within = field === null ? 'true' : this.isWithinField('code');
    return this.statement(
      `SELECT part.code AS bucket, ${this.aggregate} AS value
         FROM (${this.counted()}) AS entry
         LEFT JOIN LATERAL (SELECT DISTINCT ${code} AS code FROM unnest(entry.field_codes) AS code WHERE ${within}) AS part
                ON true
        GROUP BY 1 ORDER BY 1 NULLS LAST`,
    );
  }

  /** Of a flow: the value of each day that has one. Of a stock: by how much each day changed it. */
  byDay(): Statement {
    if (this.figure.measure === 'flow') {
      return this.statement(
        `SELECT ${dayOf('at')} AS bucket, ${this.aggregate} AS value FROM (${this.counted()}) AS entry GROUP BY 1`,
      );
    }
    const [start, end] = [this.bind(startOf(this.filter.from)), this.bind(endOf(this.filter.to))];
    return this.statement(
      `SELECT ${dayOf('step.at')} AS bucket, sum(step.change) AS value
         FROM (${this.rows}) AS entry
        CROSS JOIN LATERAL (VALUES (entry.at, 1), (entry.until, -1)) AS step (at, change)
        WHERE step.at >= ${start} AND step.at < ${end}
        GROUP BY 1`,
    );
  }

  /** The stock when the period began. */
  opening(): Statement {
    return this.statement(
      `SELECT count(*) AS value FROM (${this.standingAt(this.bind(startOf(this.filter.from)))}) AS entry`,
    );
  }

  /** What the total counts, newest first. */
  records(after: { at: Date; id: string } | null, limit: number): Statement {
    const condition = after
      ? `(at, id) < (${this.bind(after.at)}::timestamptz, ${this.bind(after.id)}::uuid)`
      : 'true';
    return this.statement(
      `SELECT id, at, region_code AS "regionCode", field_codes AS "fieldCodes", value
         FROM (${this.counted()}) AS entry WHERE ${condition}
        ORDER BY at DESC, id DESC LIMIT ${this.bind(limit)}`,
    );
  }

  private get aggregate(): string {
    return AGGREGATES[this.figure.aggregate];
  }

  /** A stock at the end of the last day, a flow over all days. */
  private counted(): string {
    const end = this.bind(endOf(this.filter.to));
    if (this.figure.measure === 'stock') return this.standingAt(end);
    return `SELECT * FROM (${this.rows}) AS flow WHERE at >= ${this.bind(startOf(this.filter.from))} AND at < ${end}`;
  }

  private standingAt(moment: string): string {
    return `SELECT * FROM (${this.rows}) AS stock
             WHERE at < ${moment}::timestamptz AND (until IS NULL OR until >= ${moment}::timestamptz)`;
  }

  /** Public figures are the same for everybody; the others follow what one may read of matches. */
  private scope(): string {
    if (this.figure.audience === 'everyone') return 'true';
    const { actor } = this;
    const scopes = reachOf(actor, 'match.read').map(({ scope }) => {
      if (scope === 'any') return 'true';
      if (scope === 'region' && actor) return this.isWithinRegion(actor.regionCode);
      if (scope === 'own' && actor)
        return `organisation_ids @> ARRAY[${this.bind(actor.organisationId)}::uuid]`;
      return 'false';
    });
    return `(${['false', ...scopes].join(' OR ')})`;
  }

  private inRegion(): string {
    return this.filter.region === null ? 'true' : this.isWithinRegion(this.filter.region);
  }

  private inField(): string {
    if (this.filter.field === null) return 'true';
    return `EXISTS (SELECT 1 FROM unnest(field_codes) AS code WHERE ${this.isWithinField('code')})`;
  }

  private isWithinRegion(region: string): string {
    return `region_code LIKE ${this.bind(`${regionPrefix(region)}%`)}`;
  }

  private isWithinField(code: string): string {
    const field = this.bind(this.filter.field);
    return `(${code} = ${field}::text OR ${code} LIKE ${field}::text || '.%')`;
  }

  private bind(value: unknown): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }

  private statement(text: string): Statement {
    return { text, values: this.values };
  }
}
