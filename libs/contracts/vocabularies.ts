import { z } from 'zod';

/** A code list with where it comes from. */
export const vocabularyViewSchema = z.object({
  name: z.string(),
  source: z.object({ zh: z.string(), en: z.string(), source: z.string(), edition: z.string() }),
  items: z.array(
    z.object({
      code: z.string(),
      parent: z.string().optional(),
      zh: z.string(),
      en: z.string().optional(),
      note: z.string().optional(),
    }),
  ),
});
export type VocabularyView = z.infer<typeof vocabularyViewSchema>;
