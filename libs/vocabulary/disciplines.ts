import { disciplineLines } from './data/disciplines.js';
import { indexByCode, once, parseLines, type VocabularyEntry } from './entries.js';

const disciplines = once(() => {
  let group = '';
  return parseLines(disciplineLines).map((line): VocabularyEntry => {
    if (/^\d/.test(line.code)) return { ...line, parent: group };
    group = line.code;
    return line;
  });
});
const index = once(() => indexByCode(disciplines()));

/** GB/T 13745-2009: groups A to E, each followed by its first-level disciplines, 62 in all. */
export function listDisciplines(): readonly VocabularyEntry[] {
  return disciplines();
}

/**
 * A group ("D") or a first-level discipline ("520"). The lower levels are not listed, so a code of theirs, with or
 * without its dot ("520.2010", "5202010", "52020"), gives the discipline they belong to.
 */
export function findDiscipline(code: string): VocabularyEntry | undefined {
  const firstLevel = /^(\d{3})(\.?\d{2}(\d{2})?)?$/.exec(code)?.[1];
  return index().get(firstLevel ?? code);
}

/**
 * 1 same first-level discipline, 0.3 same group, 0 otherwise; the steps are our own. A group code knows no discipline,
 * so beside itself it is 0.3. Null when either code is unknown.
 */
export function disciplineNearness(left: string, right: string): number | null {
  const [leftEntry, rightEntry] = [findDiscipline(left), findDiscipline(right)];
  if (!leftEntry || !rightEntry) return null;
  if (leftEntry.code === rightEntry.code && leftEntry.parent) return 1;
  return (leftEntry.parent ?? leftEntry.code) === (rightEntry.parent ?? rightEntry.code) ? 0.3 : 0;
}
