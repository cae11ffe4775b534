import { OutboxEntry } from '#platform/database/outbox.entity.js';
import { MailboxMessage } from '#platform/mail/mailbox-message.entity.js';
import { ModelAnswer } from '#platform/models/model-answer.entity.js';
import { AccountMail } from './accounts/account-mail.entity.js';
import { Account } from './accounts/account.entity.js';
import { Invitation } from './accounts/invitation.entity.js';
import { RefreshToken } from './accounts/refresh-token.entity.js';
import { RecoveryCode, SecondFactor } from './accounts/second-factor.entity.js';
import { Session } from './accounts/session.entity.js';
import { SignInIdentity } from './accounts/sign-in-identity.entity.js';
import { SigningKey } from './accounts/signing-key.entity.js';
import { AchievementFingerprint } from './achievements/achievement-fingerprint.entity.js';
import { AchievementSelection } from './achievements/achievement-selection.entity.js';
import { AchievementVersion } from './achievements/achievement-version.entity.js';
import { Achievement } from './achievements/achievement.entity.js';
import { Attachment } from './attachments/attachment.entity.js';
import { AuditEntry, AuditPersonalValues, AuditSeal, AuditUnsealed } from './audit/audit-entry.entity.js';
import { Import, ImportFingerprint, ImportRejection } from './imports/import.entity.js';
import { MatchEvent } from './matches/match-event.entity.js';
import { OwedNeed } from './matches/owed-need.entity.js';
import { Match } from './matches/match.entity.js';
import { Need } from './needs/need.entity.js';
import { Delivery } from './notifications/delivery.entity.js';
import { Notification } from './notifications/notification.entity.js';
import { Organisation } from './organisations/organisation.entity.js';
import { RecordEvent } from './records/record-event.entity.js';
import { IdempotencyKey } from './records/idempotency-key.entity.js';
import { IndexCursor } from './search/index-cursor.entity.js';
import { SavedSearch, SavedSearchFind } from './search/saved-search.entity.js';

/** Every table of the platform; the drift check compares this list with what the migrations make. */
export const ENTITIES = [
  Organisation,
  Account,
  Session,
  RefreshToken,
  SecondFactor,
  RecoveryCode,
  SignInIdentity,
  Invitation,
  AccountMail,
  SigningKey,
  Achievement,
  AchievementVersion,
  AchievementSelection,
  AchievementFingerprint,
  Need,
  RecordEvent,
  Attachment,
  Import,
  ImportRejection,
  ImportFingerprint,
  Match,
  MatchEvent,
  OwedNeed,
  Notification,
  Delivery,
  IdempotencyKey,
  IndexCursor,
  SavedSearch,
  SavedSearchFind,
  AuditEntry,
  AuditPersonalValues,
  AuditUnsealed,
  AuditSeal,
  OutboxEntry,
  MailboxMessage,
  ModelAnswer,
];
