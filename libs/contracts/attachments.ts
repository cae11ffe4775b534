import { z } from 'zod';

const OFFICE = 'application/vnd.openxmlformats-officedocument';

/** What may be attached, with the names that files of it end in. */
export const ATTACHMENT_TYPES = {
  'application/pdf': ['pdf'],
  [`${OFFICE}.wordprocessingml.document`]: ['docx'],
  [`${OFFICE}.spreadsheetml.sheet`]: ['xlsx'],
  [`${OFFICE}.presentationml.presentation`]: ['pptx'],
  'image/png': ['png'],
  'image/jpeg': ['jpg', 'jpeg'],
  'text/plain': ['txt'],
  'text/csv': ['csv'],
} as const satisfies Record<string, readonly string[]>;
export type AttachmentType = keyof typeof ATTACHMENT_TYPES;

/** Bytes of one file, and files of one record. */
export const ATTACHMENT_LIMIT = 20 * 1024 * 1024;
export const ATTACHMENTS_PER_RECORD = 20;

export const attachmentViewSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  mediaType: z.string(),
  /** Bytes. */
  size: z.number().int(),
  contentHash: z.string().describe('SHA-256 of the content, in hexadecimal.'),
  createdAt: z.iso.datetime(),
});
export type AttachmentView = z.infer<typeof attachmentViewSchema>;

export const attachmentListSchema = z.object({ items: z.array(attachmentViewSchema) });
export interface AttachmentList {
  items: AttachmentView[];
}
