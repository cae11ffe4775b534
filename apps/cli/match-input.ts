import { type MappedHeadings, mapHeadings } from '#platform/tables/headings.js';
import { readTable } from '#platform/tables/read-table.js';
import { type Cell, isBlank, TableError } from '#platform/tables/table.js';

import { type CliIo, UsageError } from './io.js';
import {
  describeProblems,
  MATCH_COLUMNS,
  type MatchColumn,
  type MatchRow,
  matchRowSchema,
  type OnUnknown,
} from './match-row.js';

/** How many unused columns a notice names before it only counts them. */
const NAMED_COLUMNS = 10;

export interface ReadSummary {
  accepted: number;
  rejected: number;
}

/**
 * Reads the records of one file and hands over each that is good. Bad rows and notices go to stderr as they are met
 * and at the end; only a file of which nothing can be used ends the run.
 */
export async function readRecords(
  path: string,
  stderr: CliIo['stderr'],
  accept: (row: MatchRow, id: string, onUnknown: OnUnknown) => void,
): Promise<ReadSummary> {
  const summary: ReadSummary = { accepted: 0, rejected: 0 };
  const notices = new Notices();
  const lineOfId = new Map<string, number>();
  const mapper = new RowMapper();
  const reject = (line: number, problems: readonly { reason: string; code: string }[]) => {
    summary.rejected += 1;
    const reasons = problems.map(({ reason }) => reason).join('; ');
    const codes = [...new Set(problems.map(({ code }) => code))].join(', ');
    stderr.write(`${path}:${line}: ${reasons} (${codes})\n`);
  };
  const take = (line: number, values: Record<string, Cell>) => {
    const parsed = matchRowSchema.safeParse(mapper.map(values, line));
    if (!parsed.success) return reject(line, describeProblems(parsed.error));
    const id = parsed.data.id ?? String(line);
    const earlier = lineOfId.get(id);
    if (earlier !== undefined) {
      const reason = `the id "${id}" is already that of line ${earlier}`;
      return reject(line, [{ reason, code: 'id_duplicate' }]);
    }
    lineOfId.set(id, line);
    accept(parsed.data, id, (column, value) => notices.add(column, value, line));
    summary.accepted += 1;
  };
  try {
    const onHeadings = (headings: readonly string[], line: number) => mapper.setHeadings(headings, line);
    for await (const row of readTable(path, undefined, { onHeadings })) {
      try {
        if (row.error) throw row.error;
        take(row.line, row.values);
      } catch (error) {
        if (!(error instanceof TableError)) throw error;
        reject(row.line, [{ reason: error.message, code: error.code }]);
      }
    }
  } catch (error) {
    if (!(error instanceof TableError)) throw error;
    throw new UsageError(`${path}${error.line ? `:${error.line}` : ''}: ${error.message} (${error.code})`);
  }
  if (mapper.unused.size > 0) notices.addUnused([...mapper.unused]);
  for (const notice of notices.sentences()) stderr.write(`${path}: notice: ${notice}\n`);
  if (summary.accepted + summary.rejected === 0)
    throw new UsageError(`${path}: There are no rows in the file. (empty_file)`);
  return summary;
}

/** Takes the known columns out of rows: by the headings of the table, or, in jsonl, by the names of each row. */
class RowMapper {
  readonly unused = new Set<string>();
  private readonly seen = new Map<string, MappedHeadings<MatchColumn>>();
  private ofTable: MappedHeadings<MatchColumn> | undefined;

  setHeadings(headings: readonly string[], line: number): void {
    this.ofTable = mapHeadings<MatchColumn>(MATCH_COLUMNS, headings, line);
    if (!this.ofTable.columns.has('title')) {
      const named = headings.filter((heading) => heading !== '').slice(0, NAMED_COLUMNS);
      throw new TableError(
        'missing_heading',
        `No column is headed "title" or 标题, 名称, 需求名称, 成果名称; the headings are: ${named.join(', ')}.`,
        line,
      );
    }
    this.noteUnused(this.ofTable);
  }

  map(values: Record<string, Cell>, line: number): Partial<Record<MatchColumn, Cell>> {
    const { columns } = this.ofTable ?? this.ofRow(Object.keys(values), line);
    const row: Partial<Record<MatchColumn, Cell>> = {};
    for (const [name, heading] of columns) {
      const cell = values[heading];
      if (!isBlank(cell)) row[name] = cell;
    }
    return row;
  }

  private ofRow(names: readonly string[], line: number): MappedHeadings<MatchColumn> {
    const key = JSON.stringify(names);
    let mapped = this.seen.get(key);
    if (!mapped) {
      mapped = mapHeadings<MatchColumn>(MATCH_COLUMNS, names, line);
      this.seen.set(key, mapped);
      this.noteUnused(mapped);
    }
    return mapped;
  }

  private noteUnused({ unknown }: MappedHeadings<MatchColumn>): void {
    for (const heading of unknown) this.unused.add(heading);
  }
}

/** Gathers what was ignored, so that a column of 70,000 strange values is one sentence. */
class Notices {
  private readonly unknown = new Map<MatchColumn, { count: number; value: string; line: number }>();
  private unused: readonly string[] = [];

  add(column: MatchColumn, value: string, line: number): void {
    const first = this.unknown.get(column);
    if (first) first.count += 1;
    else this.unknown.set(column, { count: 1, value, line });
  }

  addUnused(headings: readonly string[]): void {
    this.unused = headings;
  }

  *sentences(): Generator<string> {
    if (this.unused.length > 0) {
      const more = this.unused.length - NAMED_COLUMNS;
      const named = this.unused.slice(0, NAMED_COLUMNS).join(', ');
      yield `columns that are not used: ${named}${more > 0 ? ` and ${more} more` : ''}`;
    }
    for (const [column, { count, value, line }] of this.unknown) {
      yield `${column}: ${count} ${count === 1 ? 'value is' : 'values are'} not understood and count as not said, the first "${value.slice(0, 60)}" in line ${line}`;
    }
  }
}
