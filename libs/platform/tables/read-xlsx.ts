import { readHeadings } from './headings.js';
import { isBlank, TableError, type TableRow } from './table.js';
import { type TableSource } from './text-source.js';
import { asTableError, XlsxArchive } from './xlsx-archive.js';
import { readParts } from './xlsx-parts.js';
import { readSheetRows, type SheetRow } from './xlsx-sheet.js';

/**
 * Reads the first sheet of a workbook that is not hidden; its first row that is not blank has the headings. Rows come as
 * they are unpacked: of the workbook only the texts that its cells share are held in memory.
 */
export async function* readXlsx(
  source: TableSource,
  onHeadings: (headings: readonly string[], line: number) => void,
): AsyncGenerator<TableRow> {
  let headings: string[] | undefined;
  for await (const { line, cells } of readFirstSheet(source)) {
    if (cells.every(isBlank)) continue;
    if (!headings) {
      headings = readHeadings(cells, line);
      onHeadings(headings, line);
      continue;
    }
    const entries = headings.map((heading, i) => [heading, cells[i] ?? null] as const);
    yield { line, values: Object.fromEntries(entries.filter(([heading]) => heading !== '')) };
  }
  if (!headings) throw new TableError('empty_file', 'The first sheet of the workbook is empty.');
}

async function* readFirstSheet(source: TableSource): AsyncGenerator<SheetRow> {
  const archive = await XlsxArchive.open(source);
  const rows = openSheet(archive);
  try {
    for (;;) {
      // What the caller does with a row is no fault of the workbook's, so only the reading is guarded.
      const next = await rows.next().catch((error: unknown) => {
        throw asTableError(error);
      });
      if (next.done) return;
      yield next.value;
    }
  } finally {
    await rows.return(undefined);
    archive.close();
  }
}

async function* openSheet(archive: XlsxArchive): AsyncGenerator<SheetRow> {
  const parts = await readParts(archive);
  const stream = await archive.part(parts.sheet);
  if (!stream) throw new TableError('broken_xlsx', 'The workbook names a sheet that is not there.');
  yield* readSheetRows(stream, parts);
}
