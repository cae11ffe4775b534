import { type ImportRejectionView, type ImportView } from '#contracts/imports.js';
import { type Import, type ImportRejection } from './import.entity.js';

export function importView(row: Import): ImportView {
  const { id, kind, fileName, dryRun, publish, state, rowsTotal, rowsRead } = row;
  const { created, updated, unchanged, rejected, unusedHeadings, failure } = row;
  return {
    id,
    kind,
    fileName,
    dryRun,
    publish,
    state,
    rowsTotal,
    rowsRead,
    created,
    updated,
    unchanged,
    rejected,
    unusedHeadings,
    failure,
    createdAt: row.createdAt.toISOString(),
    startedAt: row.startedAt?.toISOString() ?? null,
    finishedAt: row.finishedAt?.toISOString() ?? null,
  };
}

export const rejectionView = (
  { line, cells, problems }: ImportRejection,
  headings: readonly string[],
): ImportRejectionView => ({
  line,
  cells: Object.fromEntries(headings.map((heading, index) => [heading, cells[index] ?? null])),
  problems,
});
