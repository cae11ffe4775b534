import { z } from 'zod';
import { idSchema } from '#contracts/pages.js';

/** The ids in the address of one file of one record. */
export const fileParameters = z.object({ id: idSchema, fileId: idSchema });
export type FileParameters = z.infer<typeof fileParameters>;
