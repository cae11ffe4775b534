import { z } from 'zod';
import { idSchema } from '#contracts/pages.js';

/** The id in the address of one record. */
export const idParameters = z.object({ id: idSchema });
export type IdParameters = z.infer<typeof idParameters>;
