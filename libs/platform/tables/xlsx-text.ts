const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Characters that XML cannot hold go as _x0001_, and a text that looks like that already is escaped itself. */
export function escapeText(text: string): string {
  return (
    text
      .replace(/_(?=x[0-9A-Fa-f]{4}_)/gu, '_x005F_')
      // eslint-disable-next-line no-control-regex -- these are what has to be found
      .replace(/[\u0000-\u0008\u000b-\u001f\ufffe\uffff]/gu, (character) => {
        return `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`;
      })
      .replace(/[&<>"]/gu, (character) => ENTITIES[character] ?? character)
  );
}

/** A for the first column, AB for the 28th. */
export function columnName(column: number): string {
  const last = String.fromCharCode(65 + (column % 26));
  return column < 26 ? last : columnName(Math.floor(column / 26) - 1) + last;
}

/** A text with the characters that XML cannot hold, which Excel writes as _x000D_. */
export const unescapeText = (text: string): string =>
  text.includes('_x')
    ? text.replace(/_x([0-9A-Fa-f]{4})_/gu, (_, code: string) => String.fromCharCode(parseInt(code, 16)))
    : text;
