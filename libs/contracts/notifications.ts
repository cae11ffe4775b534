import { z } from 'zod';
import { matchLevelSchema } from './matches.js';
import { pageQuerySchema } from './pages.js';

export const NOTIFICATION_KINDS = ['match_found'] as const;

export const notificationViewSchema = z.object({
  id: z.uuid(),
  kind: z.enum(NOTIFICATION_KINDS),
  matchId: z.uuid(),
  level: matchLevelSchema,
  title: z.string(),
  body: z.string(),
  createdAt: z.iso.datetime(),
  readAt: z.iso.datetime().nullable(),
});
export type NotificationView = z.infer<typeof notificationViewSchema>;

export const notificationListQuerySchema = pageQuerySchema.extend({ unread: z.stringbool().optional() });
export type NotificationListQuery = z.infer<typeof notificationListQuerySchema>;
