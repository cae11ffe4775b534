import { z } from 'zod';

/** How every list is asked for. */
export const pageQuerySchema = z.strictObject({
  cursor: z.string().max(200).optional().describe('The nextCursor of the page before.'),
  limit: z.coerce.number().int().min(1).max(100).default(20),
});
export type PageQuery = z.infer<typeof pageQuerySchema>;

/** How every list is answered; `nextCursor` is null on the last page. */
export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() });

export interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

export const idSchema = z.uuid({ error: 'must be a UUID' });
