import { z } from 'zod';

/** The place in a list after which the next page begins: the sort value and the id that breaks ties. */
export interface Keyset {
  value: string;
  id: string;
}

const keysetSchema = z.tuple([z.string().max(64), z.uuid()]);

export const encodeCursor = ({ value, id }: Keyset): string =>
  Buffer.from(JSON.stringify([value, id])).toString('base64url');

/** The place that a cursor names, or null where it was not made by `encodeCursor`. */
export function decodeCursor(cursor: string): Keyset | null {
  try {
    const [value, id] = keysetSchema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
    return { value, id };
  } catch {
    return null;
  }
}

/** For a list in the order of a number of its own, which no two rows share. */
export const encodeNumberCursor = (place: string): string => Buffer.from(place).toString('base64url');

/** The number that a cursor names, or null where it was not made by `encodeNumberCursor`. */
export function decodeNumberCursor(cursor: string): string | null {
  const place = Buffer.from(cursor, 'base64url').toString('utf8');
  return /^\d{1,18}$/.test(place) ? place : null;
}
