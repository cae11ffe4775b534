import { z } from 'zod';
import { idSchema } from './pages.js';

const numberInAddress = z.coerce.number().int().min(1).max(1_000_000_000);

export const versionParameters = z.object({ id: idSchema, number: numberInAddress });
export type VersionParameters = z.infer<typeof versionParameters>;

export const versionPairParameters = z.object({
  id: idSchema,
  before: numberInAddress,
  after: numberInAddress,
});
export type VersionPairParameters = z.infer<typeof versionPairParameters>;

export const versionViewSchema = z.object({
  number: z.number().int(),
  author: z
    .object({ id: z.uuid(), name: z.string().nullable() })
    .nullable()
    .describe('Null where it is not known; the name is told inside the owning organisation.'),
  createdAt: z.iso.datetime(),
  changedFields: z.array(z.string()),
  proposed: z.boolean().describe('True for a change of what is published that no reviewer has accepted.'),
  restoredFrom: z.number().int().nullable(),
});
export type VersionView = z.infer<typeof versionViewSchema>;

export const versionWithContentSchema = versionViewSchema.extend({
  content: z.record(z.string(), z.unknown()).describe('Every field of the form as it was.'),
});
export type VersionWithContent = z.infer<typeof versionWithContentSchema>;

const textPartSchema = z.object({ part: z.enum(['same', 'added', 'removed']), text: z.string() });
export type TextPart = z.infer<typeof textPartSchema>;

const fieldDiffSchema = z.discriminatedUnion('kind', [
  z.object({ field: z.string(), kind: z.literal('text'), parts: z.array(textPartSchema) }),
  z.object({
    field: z.string(),
    kind: z.literal('list'),
    added: z.array(z.string()),
    removed: z.array(z.string()),
  }),
  z.object({ field: z.string(), kind: z.literal('value'), before: z.unknown(), after: z.unknown() }),
]);
export type FieldDiff = z.infer<typeof fieldDiffSchema>;

export const versionDiffSchema = z.object({
  before: z.number().int(),
  after: z.number().int(),
  fields: z.array(fieldDiffSchema).describe('Only those that differ.'),
});
export type VersionDiff = z.infer<typeof versionDiffSchema>;
