import { diffArrays } from 'diff';
import { type FieldDiff, type TextPart } from '#contracts/achievement-versions.js';
import { type AchievementContent, changedFields } from './achievement-content.js';

/**
 * How many words may differ before a text is compared by sentences, and how many sentences before it counts as written
 * anew. The work grows with the square of it, and a reader cannot follow more either.
 */
const MOST_EDITS = 2000;

const words = new Intl.Segmenter('zh', { granularity: 'word' });
const wordsOf = (text: string): string[] => Array.from(words.segment(text), ({ segment }) => segment);
/** Sentences with what ends them: joined together they are the text again. */
const sentencesOf = (text: string): string[] =>
  text.match(/[^。！？；\n]*[。！？；\n]|[^。！？；\n]+$/g) ?? [];

/**
 * What stayed, what was taken out and what was put in, in the order of the texts: all parts but the added ones make the
 * text before, all but the removed ones the text after.
 */
export function diffTexts(before: string, after: string): TextPart[] {
  for (const cut of [wordsOf, sentencesOf]) {
    const changes = diffArrays(cut(before), cut(after), { maxEditLength: MOST_EDITS });
    if (!changes) continue;
    return changes.map(({ value, added, removed }) => ({
      part: added ? 'added' : removed ? 'removed' : 'same',
      text: value.join(''),
    }));
  }
  return [
    { part: 'removed', text: before },
    { part: 'added', text: after },
  ];
}

/** Field by field, only those that differ: texts word by word, lists entry by entry, everything else whole. */
export const diffContents = (before: AchievementContent, after: AchievementContent): FieldDiff[] =>
  changedFields(before, after).map((field) => {
    if (field === 'title' || field === 'description') {
      return { field, kind: 'text', parts: diffTexts(before[field], after[field]) };
    }
    const [left, right] = [before[field], after[field]];
    if (Array.isArray(left) && Array.isArray(right)) {
      const [had, has] = [new Set<string>(left), new Set<string>(right)];
      const added = right.filter((entry) => !had.has(entry));
      const removed = left.filter((entry) => !has.has(entry));
      return { field, kind: 'list', added, removed };
    }
    return { field, kind: 'value', before: left, after: right };
  });
