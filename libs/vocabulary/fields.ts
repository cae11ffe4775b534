import { fieldLines } from './data/fields.js';
import { indexByCode, once, parseLines, type VocabularyEntry } from './entries.js';

const fields = once(() =>
  parseLines(fieldLines).map((line): VocabularyEntry => {
    const [field, second] = line.code.split('.');
    return second ? { ...line, parent: field } : line;
  }),
);
const index = once(() => indexByCode(fields()));

/** The eight state-supported high-tech fields (国科发火〔2016〕32号), "1" to "8", each with its second level, "4.2". */
export function listFields(): readonly VocabularyEntry[] {
  return fields();
}

/** Takes "4" or "4.2" exactly. */
export function findField(code: string): VocabularyEntry | undefined {
  return index().get(code);
}

/**
 * 1 same second level, 0.5 same field, 0 otherwise; the steps are our own. A field code says nothing of the second
 * level, so beside itself it is 0.5. Null when either code is unknown.
 */
export function fieldNearness(left: string, right: string): number | null {
  const [leftEntry, rightEntry] = [findField(left), findField(right)];
  if (!leftEntry || !rightEntry) return null;
  if (leftEntry.code === rightEntry.code && leftEntry.parent) return 1;
  return (leftEntry.parent ?? leftEntry.code) === (rightEntry.parent ?? rightEntry.code) ? 0.5 : 0;
}
