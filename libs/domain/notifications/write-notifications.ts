import { type EntityManager, In } from 'typeorm';
import { type AccountRole, type Locale } from '#contracts/accounts.js';
import { addToOutbox } from '#platform/database/outbox.js';
import { MailboxMessage } from '#platform/mail/mailbox-message.entity.js';
import { Account } from '../accounts/account.entity.js';
import { Delivery } from './delivery.entity.js';
import { Notification } from './notification.entity.js';

/** Channel on which a commit says `account/notification` for each notification it holds. */
export const NOTIFICATION_CHANNEL = 'duijie_notifications';

/** Those of an organisation who write its records, and hear what becomes of them. */
export const MEMBER_ROLES: AccountRole[] = ['member', 'manager'];

/** What a reader is told, in words. */
export interface NewsText {
  title: string;
  body: string;
}

/**
 * Writes, in the caller's transaction, notifications with the delivery of each. What an account was told of a found
 * match before is not told again.
 */
export async function writeNotifications(
  manager: EntityManager,
  drafts: readonly Partial<Notification>[],
): Promise<void> {
  if (drafts.length === 0) return;
  const inserted = await manager
    .createQueryBuilder()
    .insert()
    .into(Notification)
    .values([...drafts])
    .orIgnore()
    .returning(['id', 'accountId'])
    .execute();
  const written = inserted.raw as { id: string; account_id: string }[];
  if (written.length === 0) return;
  const ids = written.map(({ id }) => id);
  await manager.insert(
    Delivery,
    ids.map((notificationId) => ({ notificationId })),
  );
  await addToOutbox(
    manager,
    'notification.deliver',
    ids.map((notificationId) => ({ notificationId })),
  );
  await manager.query('SELECT pg_notify($1, id) FROM unnest($2::text[]) AS id', [
    NOTIFICATION_CHANNEL,
    written.map(({ id, account_id }) => `${account_id}/${id}`),
  ]);
}

/** Tells every member of an organisation, in the caller's transaction and each in its own language. */
export async function tellMembers(
  manager: EntityManager,
  organisationId: string,
  about: Pick<Notification, 'kind'> & Partial<Pick<Notification, 'recordKind' | 'recordId'>>,
  textIn: (locale: Locale) => NewsText,
): Promise<void> {
  const members = await membersOf(manager, [organisationId]);
  await writeNotifications(
    manager,
    members.map(({ id, locale }) => ({ ...about, accountId: id, ...textIn(locale) })),
  );
}

/** Those who write for these organisations. */
export function membersOf(manager: EntityManager, organisationIds: readonly string[]): Promise<Account[]> {
  return manager.find(Account, {
    where: { organisationId: In([...new Set(organisationIds)]), role: In(MEMBER_ROLES) },
  });
}

/**
 * Gives a stored notification other words, and its mail where that was kept here; a mail that went out to a server of
 * the outside cannot be taken back.
 */
export async function rewriteNotification(
  manager: EntityManager,
  id: string,
  { title, body }: NewsText,
): Promise<void> {
  await manager.update(Notification, { id }, { title, body });
  await manager.update(MailboxMessage, { messageKey: id }, { subject: title, body });
}
