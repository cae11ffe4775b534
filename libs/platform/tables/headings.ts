import { type Cell, isBlank, TableError, textOfCell } from './table.js';

/** A column that a reader understands, and every heading under which people write it. */
export interface KnownColumn<Name extends string> {
  name: Name;
  headings: readonly string[];
}

export interface MappedHeadings<Name extends string> {
  /** The heading, as it is written in this table, of each known column that the table has. */
  columns: ReadonlyMap<Name, string>;
  /** Headings that nobody asked for, in their order. */
  unknown: readonly string[];
}

/**
 * Checks the first row of a table and returns its headings, trimmed, with '' for columns that have none.
 * Two columns of one name are refused: which of them was meant can only be guessed.
 */
export function readHeadings(cells: readonly Cell[], line: number): string[] {
  const headings = cells.map((cell) => (isBlank(cell) ? '' : textOfCell(cell).trim()));
  const seen = new Set<string>();
  for (const heading of headings) {
    if (heading === '') continue;
    if (seen.has(heading)) {
      throw new TableError('duplicate_heading', `Two columns have the heading "${heading}".`, line);
    }
    seen.add(heading);
  }
  return headings;
}

/**
 * Finds the known columns among a table's headings. Case, blanks, full-width forms, an asterisk and a "(必填)" make no
 * difference; a unit does, because "预算(元)" read as 万元 would be wrong ten thousand times over.
 */
export function mapHeadings<Name extends string>(
  known: readonly KnownColumn<Name>[],
  headings: readonly string[],
  line?: number,
): MappedHeadings<Name> {
  const columns = new Map<Name, string>();
  const unknown: string[] = [];
  for (const heading of headings) {
    if (heading === '') continue;
    const key = headingKey(heading);
    const column = known.find(({ headings: names }) => names.some((name) => headingKey(name) === key));
    if (!column) {
      unknown.push(heading);
      continue;
    }
    const other = columns.get(column.name);
    if (other !== undefined) {
      throw new TableError('duplicate_heading', `"${other}" and "${heading}" are the same column.`, line);
    }
    columns.set(column.name, heading);
  }
  return { columns, unknown };
}

function headingKey(heading: string): string {
  return heading
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s*:]/gu, '')
    .replace(/\((必填|选填|可选)\)$/u, '');
}
