/** Characters of which Chinese unit names are made. */
export const CJK = /[\u4e00-\u9fff]/;
/** Letters of which unit symbols are made. */
export const LETTER = /[A-Za-zµμΩΩÅ]/;
const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** An exponent at `at`: superscripts, `^-1`, `2` or `-1`. A hyphen before a further number is a range, not a power. */
export function scanExponent(text: string, at: number): { exponent: number; end: number } {
  let end = at;
  let sign = 1;
  if (text[end] === '⁻') {
    sign = -1;
    end++;
  }
  const raised = SUPERSCRIPTS.indexOf(text[end] ?? ' ');
  if (raised >= 0) return { exponent: sign * raised, end: end + 1 };
  // hm~2: an export's way to raise a two.
  if (
    /^~[23](?![0-9.A-Za-z℃%一-龥])/.test(text.slice(at, at + 3)) &&
    text[at - 1] === 'm' &&
    text[at - 2] !== ' '
  ) {
    return { exponent: Number(text[at + 1]), end: at + 2 };
  }
  const root = /^(?:\^?\{?1\/2\}?|\^?0\.5|½)(?![0-9])/.exec(text.slice(at, at + 7));
  if (root) return { exponent: 0.5, end: at + root[0].length };
  end = at;
  const caret = text[end] === '^';
  if (caret) end++;
  if (text[end] === '-') {
    sign = -1;
    end++;
  } else sign = 1;
  const digit = text.charCodeAt(end) - 48;
  const next = text[end + 1] ?? '';
  const alone = !/[0-9.]/.test(next) || (next === '.' && !/[0-9]/.test(text[end + 2] ?? ''));
  const least = caret || sign < 0 ? 1 : 2;
  const bare = sign < 0 && !caret;
  if (
    digit >= least &&
    digit <= 4 &&
    alone &&
    !(bare && (LETTER.test(next) || CJK.test(next) || next === '%'))
  ) {
    return { exponent: sign * digit, end: end + 1 };
  }
  return { exponent: 1, end: at };
}
