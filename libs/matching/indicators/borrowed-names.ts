import type { Change } from './changes.js';
import { isMeasured, quantityOf } from './names.js';
import { readNounPhrase, type NounPhrase } from './noun-phrases.js';
import type { Expression } from './quantity-expressions.js';
import { SENTENCE, type ReaderState } from './reader-state.js';
import type { LeftWords, RightWords } from './wording.js';

/** The name before 由 or 从. */
export function beforeOrigin(state: ReaderState, expression: Expression, phrase: NounPhrase): NounPhrase {
  const from = Math.max(state.floor, expression.start - 16);
  const words = state.narrow.slice(from, expression.start);
  const word = Math.max(words.lastIndexOf('由'), words.lastIndexOf('从'));
  const found = word < 0 ? phrase : readNounPhrase(state.narrow, state.floor, from + word);
  return found.name === '' ? clauseBefore(state, found, word < 0 ? expression.start : from + word) : found;
}

/** 尺寸精度要求，由±2.5mm提升到…; 克容量；≥170mAh: the name ends the clause before. */
export function clauseBefore(state: ReaderState, phrase: NounPhrase, at: number): NounPhrase {
  let end = at;
  while (end > state.floor && /\s/.test(state.narrow[end - 1] ?? '')) end--;
  if (!/[，,；;]/.test(state.narrow[end - 1] ?? '')) return phrase;
  const found = readNounPhrase(state.narrow, state.floor, end - 1);
  return isMeasured(found.name) ? found : phrase;
}

const POSTPOSED: Readonly<Record<string, string>> = {
  厚: '厚度',
  长: '长度',
  宽: '宽度',
  高: '高度',
  深: '深度',
};
const BEHIND_RANGE = /^(?:的|范围内?的)([一-龥]{2,8}?)(?=下|内|范围|条件|环境|[，。；,;])/;

/** 3mm厚的, 在-40到60℃的环境温度下: the noun stands behind. */
export function postposed(
  text: string,
  expression: Expression,
  right: RightWords,
  phrase: NounPhrase,
): NounPhrase {
  if (isMeasured(phrase.name)) return phrase;
  const behind = text.slice(right.end, right.end + 14);
  if (expression.form === 'range') {
    const name = BEHIND_RANGE.exec(behind)?.[1];
    return name !== undefined && quantityOf(name) ? { ...phrase, name, start: expression.start } : phrase;
  }
  const name =
    expression.unit?.dimension === 'length' && /^.(?:的|以|，|。|、|$)/.test(behind)
      ? POSTPOSED[behind[0] ?? '']
      : undefined;
  return name === undefined ? phrase : { ...phrase, name, subject: '', start: expression.start };
}

/** 强度45MPa，较现有提高20%; 1d达到53MPa，28d达到70MPa: the name was said before. */
export function inherited(
  state: ReaderState,
  expression: Expression,
  left: LeftWords,
  phrase: NounPhrase,
  change: Change | undefined,
): NounPhrase {
  const { skipped } = state;
  if (
    phrase.name === '' &&
    skipped &&
    left.phraseEnd - skipped.end < 12 &&
    /^(?:内|后|时|下|龄期|\s)*$/.test(state.narrow.slice(skipped.end, left.phraseEnd))
  ) {
    return skipped.phrase;
  }
  const last = state.found.at(-1);
  if (!last || last.about !== 'technical' || last.end < expression.start - 60) return phrase;
  const between = state.narrow.slice(last.end, expression.start);
  if (SENTENCE.test(between)) return phrase;
  if (phrase.name !== '' && !/^(?:[内后时下]|左右|[0-9.]+.{1,2})$/.test(phrase.name)) return phrase;
  const same = expression.unit !== null && expression.unit.dimension === last.dimension;
  const listed = same && /^[\s、,，和或及/]*$/.test(between);
  const stated = same && (left.equals || left.comparison !== undefined);
  if (change === undefined && !listed && !stated) return phrase;
  return { ...phrase, name: last.name, subject: last.subject, start: expression.start };
}
