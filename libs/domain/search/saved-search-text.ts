import { type Locale } from '#contracts/accounts.js';
import { type SearchKind } from '#contracts/search.js';

/** Titles that a notification lists; the rest is a number. */
const LISTED = 10;

/** What an account is told when a search that it keeps finds something new. */
export function savedSearchText(
  { name, kind }: { name: string; kind: SearchKind },
  titles: readonly string[],
  locale: Locale,
): { title: string; body: string } {
  const count = titles.length;
  const rest = count - LISTED;
  const lines = titles.slice(0, LISTED).map((title) => `· ${title}`);
  if (locale === 'zh') {
    const what = kind === 'achievement' ? '成果' : '需求';
    return {
      title: `“${name}”有 ${count} 项新${what}`.slice(0, 200),
      body: [...lines, ...(rest > 0 ? [`……另有 ${rest} 项`] : [])].join('\n'),
    };
  }
  const what = count === 1 ? kind : `${kind}s`;
  return {
    title: `${count} new ${what} for “${name}”`.slice(0, 200),
    body: [...lines, ...(rest > 0 ? [`… and ${rest} more`] : [])].join('\n'),
  };
}
