import pg from 'pg';
import { SearchUnavailableError } from '../search.port.js';
import { type Statement } from './postgres-queries.js';

/** More at once would only wait for each other, and the first to come would be answered last. */
const CONNECTIONS = 4;
/** A query that runs longer is given up: whoever asked has gone, and the others wait behind it. */
const LONGEST_QUERY_MILLISECONDS = 5000;
/** SQLSTATE of a statement that was cancelled because it ran too long. */
const CANCELLED = '57014';

/**
 * What a searching session is set to. Compiling a statement takes longer than running it, and every statement is
 * another. Looking at a row costs more than the planner believes where its long columns must be unpacked for that.
 */
const SETTINGS = [
  `statement_timeout=${LONGEST_QUERY_MILLISECONDS}`,
  'jit=off',
  'work_mem=32MB',
  'cpu_operator_cost=0.05',
];

/** Connections for searches alone, so that a slow one holds up no publication. */
export class SearchPool {
  private readonly pool: pg.Pool;
  onTooLong: (milliseconds: number) => void = () => undefined;

  constructor(url: string) {
    this.pool = new pg.Pool({
      connectionString: url,
      max: CONNECTIONS,
      application_name: 'duijie-search',
      connectionTimeoutMillis: 10_000,
      allowExitOnIdle: true,
      options: SETTINGS.map((setting) => `-c ${setting}`).join(' '),
    });
    // A connection that is lost while nobody uses it is made anew for whoever comes next.
    this.pool.on('error', () => undefined);
  }

  /** @throws SearchUnavailableError where it takes too long. */
  async run<Row>({ text, values }: Statement): Promise<Row[]> {
    try {
      return (await this.pool.query(text, values)).rows as Row[];
    } catch (error) {
      if ((error as { code?: string }).code !== CANCELLED) throw error;
      this.onTooLong(LONGEST_QUERY_MILLISECONDS);
      throw new SearchUnavailableError('The search took too long.', { cause: error });
    }
  }

  close(): Promise<void> {
    return this.pool.end();
  }
}
