import { type Cell, TableError, type TableRow } from './table.js';
import { type TextSource } from './text-source.js';

/** The longest line that is read; beyond it memory, not the file, would set the limit. */
const MAX_LINE_CHARACTERS = 8_000_000;

/** Reads one object a line. A line that is none is an error of that row, never the end. */
export async function* readJsonl({ text, damaged }: TextSource): AsyncGenerator<TableRow> {
  for await (const { line, content } of lines(text)) {
    if (content === undefined) {
      const error = new TableError(
        'row_too_long',
        `The line has more than ${MAX_LINE_CHARACTERS} characters.`,
        line,
      );
      yield { line, error };
    } else if (content.trim() !== '') {
      yield damaged && content.includes('\uFFFD') ? { line, error: badBytes(line) } : readLine(line, content);
    }
  }
}

/** The error of a row whose bytes are not text in a file that otherwise is UTF-8. */
export function badBytes(line: number): TableError {
  return new TableError('bad_encoding', 'The row holds bytes that are not UTF-8.', line);
}

function readLine(line: number, content: string): TableRow {
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch (cause) {
    return { line, error: new TableError('broken_json', 'The line is not valid JSON.', line, { cause }) };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { line, error: new TableError('not_an_object', 'The line is not a JSON object.', line) };
  }
  return { line, values: value as Record<string, Cell> };
}

/**
 * Splits at `\n` alone: node:readline also splits at U+2028, which JSON text may hold as it is. The content of a line
 * that is too long is undefined.
 */
async function* lines(text: AsyncIterable<string>): AsyncGenerator<{ line: number; content?: string }> {
  let line = 1;
  let held: string[] = [];
  let length = 0;
  const take = () => {
    const content = length > MAX_LINE_CHARACTERS ? undefined : held.join('');
    held = [];
    length = 0;
    return { line: line++, content };
  };
  const hold = (piece: string) => {
    length += piece.length;
    if (length > MAX_LINE_CHARACTERS) held = [];
    else held.push(piece);
  };
  for await (const chunk of text) {
    let start = 0;
    for (let end = chunk.indexOf('\n'); end >= 0; end = chunk.indexOf('\n', start)) {
      hold(chunk.slice(start, end));
      yield take();
      start = end + 1;
    }
    hold(chunk.slice(start));
  }
  if (length > 0) yield take();
}
