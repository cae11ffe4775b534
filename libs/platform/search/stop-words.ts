/** Joins of words that say nothing; a query without them finds the same. */
export const STOP_WORDS: ReadonlySet<string> = new Set(
  '的 了 和 与 及 或 在 对 把 被 为 之 a an and at by for from in of on or the to with'.split(' '),
);
