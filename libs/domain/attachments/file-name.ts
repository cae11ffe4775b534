const LONGEST = 120;

/**
 * A file's name as it may be shown and sent back: one line without a path, control characters, marks that turn the
 * direction of writing (they make "fdp.exe" of "exe.pdf"), or what Windows refuses.
 */
export function cleanFileName(written: string, fallback: string): string {
  const name = written
    .normalize('NFC')
    .replace(/^.*[/\\]/u, '')
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}<>:"|?*]/gu, '')
    .replace(/\s+/gu, ' ')
    .replace(/^[.\s]+|[.\s]+$/gu, '');
  if (name === '') return fallback;
  const points = [...name];
  if (points.length <= LONGEST) return name;
  const extension = /\.[A-Za-z0-9]{1,8}$/u.exec(name)?.[0] ?? '';
  return points.slice(0, LONGEST - extension.length).join('') + extension;
}
