/**
 * Full-width letters, digits and punctuation become half-width (Unicode NFKC), and all white space goes, zero-width
 * characters included: people paste codes from forms, PDF files and spreadsheets.
 */
export function compact(text: string): string {
  return text.normalize('NFKC').replace(/[\s\u200b-\u200d\u2060]/g, '');
}

/**
 * Splits "石墨烯；电池、负极". A blank separates only where nothing else does and every piece is Chinese, for English
 * words come in phrases. 中试/验证合作 is one mode, so a slash does not separate when it stands inside it.
 */
export function splitValues(text: string): string[] {
  const pieces = text.split(/[,，;；、|｜\n\t\u3000]|\/(?!验证)/u).map((piece) => piece.trim());
  const words = text.split(/\s+/u);
  const byBlanks = pieces.length === 1 && words.every((word) => /\p{Script=Han}/u.test(word));
  return (byBlanks ? words : pieces).filter((piece) => piece !== '');
}
