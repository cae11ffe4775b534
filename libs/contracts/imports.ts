import { z } from 'zod';
import { pageQuerySchema } from './pages.js';

export const IMPORT_KINDS = ['achievements', 'needs'] as const;
export type ImportKind = (typeof IMPORT_KINDS)[number];

/** `queued` waits for a worker; the last three are ends. */
export const IMPORT_STATES = ['queued', 'running', 'done', 'failed', 'cancelled'] as const;
export type ImportState = (typeof IMPORT_STATES)[number];

/** Bytes of the largest spreadsheet that is taken. */
export const IMPORT_FILE_LIMIT = 40 * 1024 * 1024;

/** Rows of the longest spreadsheet that is taken. */
export const IMPORT_ROW_LIMIT = 200_000;

const choice = z.stringbool({ error: 'must be true or false' }).default(false);

/** The fields beside the file. */
export const createImportSchema = z.strictObject({
  kind: z.enum(IMPORT_KINDS),
  dryRun: choice.describe('Only tells what would come of it.'),
  publish: choice.describe('Publishes the records, or submits them where the organisation is not trusted.'),
});
export type CreateImport = z.infer<typeof createImportSchema>;

export const importViewSchema = z.object({
  id: z.uuid(),
  kind: z.enum(IMPORT_KINDS),
  fileName: z.string(),
  dryRun: z.boolean(),
  publish: z.boolean(),
  state: z.enum(IMPORT_STATES),
  /** Rows of the sheet with anything in them; null until they have been counted. */
  rowsTotal: z.number().int().nullable(),
  rowsRead: z.number().int(),
  created: z.number().int(),
  updated: z.number().int(),
  /** Rows that say what is there already. */
  unchanged: z.number().int(),
  rejected: z.number().int(),
  /** Headings that mean nothing here; what is below them was not read. */
  unusedHeadings: z.array(z.string()),
  /** Why the whole file could not be used, or not to its end. */
  failure: z.object({ code: z.string(), message: z.string(), line: z.number().int().nullable() }).nullable(),
  createdAt: z.iso.datetime(),
  startedAt: z.iso.datetime().nullable(),
  finishedAt: z.iso.datetime().nullable(),
});
export type ImportView = z.infer<typeof importViewSchema>;

/** One thing wrong with one row. */
export const rowProblemSchema = z.object({
  /** The heading as it is written in the file; null where the row as a whole is meant. */
  column: z.string().nullable(),
  field: z.string().nullable(),
  /** Stable. */
  code: z.string(),
  /** For the person who made the file, in the language of the account. */
  message: z.string(),
});
export type RowProblem = z.infer<typeof rowProblemSchema>;

export const importRejectionSchema = z.object({
  /** What a spreadsheet program shows beside the row. */
  line: z.number().int(),
  /** The cells under the headings of the file. */
  cells: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  problems: z.array(rowProblemSchema),
});
export type ImportRejectionView = z.infer<typeof importRejectionSchema>;

export const importListQuerySchema = pageQuerySchema;
export const rejectionListQuerySchema = z.strictObject({
  cursor: z.coerce.number().int().min(0).optional().describe('The nextCursor of the page before.'),
  limit: z.coerce.number().int().min(1).max(100).default(20),
});
export type RejectionListQuery = z.infer<typeof rejectionListQuerySchema>;
