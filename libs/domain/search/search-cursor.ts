import { z } from 'zod';
import { DomainError } from '#contracts/domain-error.js';
import { SEARCH_ORDERS, type SearchOrder, type SearchPlace } from '#platform/search/search.port.js';

/** Where a page ended, how the list was ordered, and how far the query had been relaxed for it. */
export interface SearchCursor {
  order: SearchOrder;
  step: number;
  place: SearchPlace;
}

/** More than any value that orders a list: milliseconds since 1970, amounts, ranks. */
const LARGEST = 1e15;

const cursorSchema = z.tuple([
  z.enum(SEARCH_ORDERS),
  z.int().min(0).max(20),
  z.array(z.number().min(-LARGEST).max(LARGEST)).min(1).max(2),
  z.int(),
  z.int().min(0),
]);

export const encodeSearchCursor = ({ order, step, place }: SearchCursor): string =>
  Buffer.from(JSON.stringify([order, step, place.values, place.revision, place.position])).toString(
    'base64url',
  );

/** @throws DomainError `malformed_cursor` where it is not one that a list of this order gave. */
export function decodeSearchCursor(cursor: string | undefined, wanted: SearchOrder): SearchCursor | null {
  if (cursor === undefined) return null;
  try {
    const text = Buffer.from(cursor, 'base64url').toString('utf8');
    const [order, step, values, revision, position] = cursorSchema.parse(JSON.parse(text));
    if (order === wanted) return { order, step, place: { values, revision, position } };
  } catch {
    // Whatever is wrong with it, it is none of ours.
  }
  throw malformedCursor();
}

export const malformedCursor = () =>
  new DomainError('malformed_cursor', 'The cursor is not one that this search gave.', [
    { field: 'cursor', code: 'malformed_cursor', message: 'must be the nextCursor of the page before' },
  ]);
