import { createHash } from 'node:crypto';
import { type CreateAchievement } from '#contracts/achievements.js';
import { type Locale } from '#contracts/accounts.js';
import { type ImportKind, type RowProblem } from '#contracts/imports.js';
import { detailsOfIssue } from '#contracts/issues.js';
import { type CreateNeed } from '#contracts/needs.js';
import { type RecordField } from '#contracts/record-headings.js';
import { mapHeadings } from '#platform/tables/headings.js';
import { type Cell, isBlank, TableError, type TableRow } from '#platform/tables/table.js';
import { canonicalJson } from '../audit/audit.rules.js';
import { cellText } from './cell-values.js';
import { type KeptCell } from './import.entity.js';
import { IMPORT_FORMS, readCell } from './import-forms.js';
import { problemText } from './problem-texts.js';

export type RecordBody = CreateAchievement | CreateNeed;

/** A row as the form reads it: a body, or what is wrong with it. */
export interface ReadRow {
  line: number;
  cells: KeptCell[];
  body?: RecordBody;
  /** Of rows without a key: what finds the record of the same content again. */
  fingerprint?: string;
  problems: RowProblem[];
}

/**
 * Reads the rows of one sheet by the form of the interface. It remembers the keys it has met, so it must be given every
 * row from the first, those that were dealt with before an interruption included.
 */
export class RowReader {
  headings: readonly string[] = [];
  unused: readonly string[] = [];
  private columns: ReadonlyMap<RecordField, string> = new Map();
  private readonly lineOfKey = new Map<string, number>();

  constructor(
    private readonly kind: ImportKind,
    private readonly locale: Locale,
  ) {}

  /** @throws TableError `missing_heading` where there is no title, and the headings say what is there instead. */
  readonly setHeadings = (headings: readonly string[], line: number): void => {
    const { columns, unknown } = mapHeadings(IMPORT_FORMS[this.kind].columns, headings, line);
    if (!columns.has('title')) throw missingTitle(this.kind, headings, line);
    this.headings = headings.filter((heading) => heading !== '');
    this.unused = unknown;
    this.columns = columns;
  };

  read(row: TableRow): ReadRow {
    if (row.error) {
      return {
        line: row.line,
        cells: [],
        problems: [this.problem(null, null, row.error.code, row.error.message)],
      };
    }
    const { line, values } = row;
    const cells = this.headings.map((heading) => keptCell(values[heading]));
    const { body, problems } = this.parse(values);
    // What may be a secret is not kept, not even to be corrected.
    const secret = problems.some(({ code }) => code === 'state_secret_suspected');
    if (problems.length > 0 || !body)
      return { line, cells: secret ? cells.map(() => null) : cells, problems };
    const earlier = this.lineOfKeyBefore(body.externalKey, line);
    if (earlier !== null) {
      const again = this.problem('externalKey', null, 'external_key_duplicate', '', { line: earlier });
      return { line, cells, problems: [again] };
    }
    return { line, cells, body, ...(!body.externalKey && { fingerprint: fingerprintOf(body) }), problems };
  }

  /** What is wrong with a field, in words for the person who made the file. */
  problem(
    field: string | null,
    cell: Cell | undefined | null,
    code: string,
    message: string,
    more: { line?: number; limit?: number } = {},
  ): RowProblem {
    const name = (field?.split('.')[0] ?? null) as RecordField | null;
    const text = problemText(
      code,
      { message, value: isBlank(cell ?? null) ? undefined : cellText(cell ?? undefined), ...more },
      this.locale,
    );
    return { column: (name && this.columns.get(name)) ?? null, field, code, message: text };
  }

  private parse(values: Record<string, Cell>): { body?: RecordBody; problems: RowProblem[] } {
    const said: Partial<Record<RecordField, unknown>> = {};
    const problems: RowProblem[] = [];
    for (const [field, heading] of this.columns) {
      const cell = values[heading];
      if (cell === undefined || isBlank(cell)) continue;
      const reading = readCell(field, cell);
      if (reading.code !== undefined) problems.push(this.problem(field, cell, reading.code, ''));
      else mergeCodes(said, reading.value);
    }
    const parsed = IMPORT_FORMS[this.kind].schema.safeParse({ description: '', ...said });
    for (const issue of parsed.error?.issues ?? []) {
      for (const { field, code, message } of detailsOfIssue(issue)) {
        const heading = this.columns.get(field.split('.')[0] as RecordField);
        const limit = 'maximum' in issue ? Number(issue.maximum) : undefined;
        problems.push(this.problem(field, heading ? values[heading] : null, code, message, { limit }));
      }
    }
    return problems.length > 0 ? { problems } : { body: parsed.data as RecordBody, problems };
  }

  private lineOfKeyBefore(key: string | null | undefined, line: number): number | null {
    if (!key) return null;
    const earlier = this.lineOfKey.get(key);
    if (earlier === undefined) this.lineOfKey.set(key, line);
    return earlier ?? null;
  }
}

/** Several columns may name codes of one list. */
function mergeCodes(
  said: Partial<Record<RecordField, unknown>>,
  more: Partial<Record<RecordField, unknown>>,
): void {
  for (const [field, value] of Object.entries(more) as [RecordField, unknown][]) {
    const before = said[field];
    said[field] =
      Array.isArray(before) && Array.isArray(value)
        ? [...(before as unknown[]), ...(value as unknown[])]
        : value;
  }
}

/** JSON holds no dates; they go back into a sheet as the text that a person would type. */
function keptCell(cell: Cell | undefined): KeptCell {
  if (cell === undefined || cell === null) return null;
  if (cell instanceof Date) return cell.toISOString().replace(/T00:00:00\.000Z$/u, '');
  // PostgreSQL cannot store the character U+0000.
  if (typeof cell === 'string') return cell.replaceAll('\u0000', '\uFFFD');
  return typeof cell === 'object' ? JSON.stringify(cell) : cell;
}

const fingerprintOf = (body: RecordBody): string =>
  createHash('sha256').update(canonicalJson(body)).digest('hex');

function missingTitle(kind: ImportKind, headings: readonly string[], line: number): TableError {
  const other = kind === 'needs' ? 'achievements' : 'needs';
  const fits = mapHeadings(IMPORT_FORMS[other].columns, headings).columns.has('title');
  const wanted = IMPORT_FORMS[kind].columns.find(({ name }) => name === 'title')?.headings.join(', ');
  return new TableError(
    'missing_heading',
    fits
      ? `This looks like a sheet of ${other}: import it as kind "${other}", or head the title column ${wanted}.`
      : `No column is headed ${wanted}; the headings are: ${headings.filter(Boolean).slice(0, 10).join(', ')}.`,
    line,
  );
}
