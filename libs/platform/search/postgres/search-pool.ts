import pg from 'pg';
import { StatementNames } from '../../database/statement-names.js';
import { SearchUnavailableError } from '../search.port.js';
import { type Statement } from './sql-conditions.js';

/** A query that runs longer is given up: whoever asked has gone, and the others wait behind it. */
const LONGEST_QUERY_MILLISECONDS = 5000;
/** SQLSTATE of a statement that was cancelled because it ran too long. */
const CANCELLED = '57014';

/**
 * What a searching session is set to. Compiling a statement takes longer than running it. Looking at a row costs more than
 * the planner believes where its long columns must be unpacked for that. Several searches at once keep every core busy,
 * so one does better not to be divided among them.
 */
const SETTINGS = [
  `statement_timeout=${LONGEST_QUERY_MILLISECONDS}`,
  'jit=off',
  'work_mem=32MB',
  'cpu_operator_cost=0.05',
  'max_parallel_workers_per_gather=0',
];

/** Connections for searches alone, so that a slow one holds up no publication. */
export class SearchPool {
  private readonly pool: pg.Pool;
  private readonly names: StatementNames | null;
  onTooLong: (milliseconds: number) => void = () => undefined;

  /**
   * @param connections more at once would only wait for each other, and the first to come would be answered last.
   * @param plans `once` where the best plan is the same whatever the values are: each form of a statement is then planned
   *   once for a connection, which is half of the work for a rare word.
   */
  constructor(url: string, connections: number, plans: 'once' | 'each') {
    this.names = plans === 'once' ? new StatementNames('search') : null;
    const settings = plans === 'once' ? [...SETTINGS, 'plan_cache_mode=force_generic_plan'] : SETTINGS;
    this.pool = new pg.Pool({
      connectionString: url,
      max: connections,
      application_name: 'duijie-search',
      connectionTimeoutMillis: 10_000,
      allowExitOnIdle: true,
      options: settings.map((setting) => `-c ${setting}`).join(' '),
    });
    // A connection that is lost while nobody uses it is made anew for whoever comes next.
    this.pool.on('error', () => undefined);
  }

  /** @throws SearchUnavailableError where it takes too long. */
  async run<Row>({ text, values }: Statement): Promise<Row[]> {
    try {
      return (await this.pool.query({ name: this.names?.of(text), text, values })).rows as Row[];
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
