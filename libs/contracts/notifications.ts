import { z } from 'zod';
import { matchLevelSchema } from './matches.js';
import { pageQuerySchema } from './pages.js';

export const NOTIFICATION_KINDS = [
  'match_found',
  'match_step',
  'need_step',
  'need_late',
  'saved_search',
  'record_returned',
  'record_published',
  'record_withdrawn',
  'achievement_selected',
  'achievement_deselected',
  'achievement_merged',
  'achievement_refresh',
] as const;
export type NotificationKind = (typeof NOTIFICATION_KINDS)[number];

export const notificationViewSchema = z.object({
  id: z.uuid(),
  kind: z.enum(NOTIFICATION_KINDS),
  matchId: z.uuid().nullable().describe('The match, where the notification is of one.'),
  level: matchLevelSchema.nullable(),
  savedSearchId: z.uuid().nullable().describe('The saved search that found something new.'),
  record: z
    .object({ kind: z.enum(['achievement', 'need']), id: z.uuid() })
    .nullable()
    .describe('The record of the reader that it is about, where it is about one.'),
  title: z.string(),
  body: z.string(),
  createdAt: z.iso.datetime(),
  readAt: z.iso.datetime().nullable(),
});
export type NotificationView = z.infer<typeof notificationViewSchema>;

export const notificationListQuerySchema = pageQuerySchema.extend({ unread: z.stringbool().optional() });
export type NotificationListQuery = z.infer<typeof notificationListQuerySchema>;
