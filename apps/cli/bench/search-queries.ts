import { cutText } from '#domain/search/search-words.js';
import { normalise } from '#matching/reading/normalise.js';

import { type Province } from './province/province.js';

/**
 * What people might type who look for what the needs of a province ask: one to three neighbouring words of a title,
 * with or without spaces, every fifth query half typed.
 */
export function searchQueries(province: Province, count: number): string[] {
  const queries: string[] = [];
  for (let index = 0; queries.length < count; index += 1) {
    const { words } = cutText(normalise(province.need(index).title));
    const length = (index % 3) + 1;
    if (words.length < length) continue;
    const from = (index * 7) % (words.length - length + 1);
    const query = words.slice(from, from + length).join(index % 2 === 0 ? '' : ' ');
    queries.push(index % 5 === 4 && query.length > 3 ? query.slice(0, -1) : query);
  }
  return queries;
}
