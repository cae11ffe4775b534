/**
 * Full-width letters, digits and punctuation become half-width (Unicode NFKC), and all white space goes, zero-width
 * characters included: people paste codes from forms, PDF files and spreadsheets.
 */
export function compact(text: string): string {
  return text.normalize('NFKC').replace(/[\s\u200b-\u200d\u2060]/g, '');
}
