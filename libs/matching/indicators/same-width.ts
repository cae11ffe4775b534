const WIDE = /[\uFF01-\uFF0B\uFF0D-\uFF5E〜～－—–―‐‑−﹣﹥﹤≧≦⩾⩽㎎㎏㎜㎝㎞㎡㎥…ΩµΜ\u00A0\u3000]/;
const EACH = new RegExp(WIDE.source, 'g');
const NARROW: Readonly<Record<string, string>> = {
  '〜': '~',
  '～': '~',
  '－': '-',
  '—': '-',
  '–': '-',
  '―': '-',
  '‐': '-',
  '‑': '-',
  '−': '-',
  '﹣': '-',
  '﹥': '>',
  '﹤': '<',
  '≧': '≥',
  '≦': '≤',
  '⩾': '≥',
  '⩽': '≤',
  Ω: 'Ω',
  µ: 'μ',
  '\u00A0': ' ',
  '\u3000': ' ',
  '！': '！',
  '？': '？',
};

/**
 * Narrows full-width forms and folds look-alikes, one character to one, so that offsets stay those of the original.
 * The full-width comma keeps its width: it ends a clause, where the narrow one may stand inside a number.
 */
export function sameWidth(text: string): string {
  if (!WIDE.test(text)) return text;
  return text.replace(EACH, (character) => {
    const folded = NARROW[character];
    if (folded !== undefined) return folded;
    const code = character.charCodeAt(0);
    return code >= 0xff01 && code <= 0xff5e ? String.fromCharCode(code - 0xfee0) : character;
  });
}
