import {
  Column,
  CreateDateColumn,
  Entity,
  Index,
  JoinColumn,
  ManyToOne,
  PrimaryGeneratedColumn,
} from 'typeorm';
import { type Locale } from '#contracts/accounts.js';
import { Account } from './account.entity.js';
import { type AccountMailKind } from './account-mail-text.js';
import { Invitation } from './invitation.entity.js';

/**
 * A mail about an account or an invitation, written in the transaction that makes it necessary and sent by a job. Where
 * the mail carries a link, this row is the link too: its secret is derived from the row's id and the installation's
 * key, and only its hash is kept.
 */
@Entity('account_mails')
export class AccountMail {
  @PrimaryGeneratedColumn('uuid')
  id: string;

  @Column({ type: 'text' })
  kind: AccountMailKind;

  @Column({ type: 'text' })
  recipient: string;

  @Column({ type: 'text', default: 'zh' })
  locale: Locale;

  /** Null for an invitation, and where somebody asked for the password of an address that has no account. */
  @Index()
  @Column({ type: 'uuid', nullable: true })
  accountId: string | null;

  @ManyToOne(() => Account, { nullable: true, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'account_id' })
  account: Account | null;

  @Index()
  @Column({ type: 'uuid', nullable: true })
  invitationId: string | null;

  @ManyToOne(() => Invitation, { nullable: true, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'invitation_id' })
  invitation: Invitation | null;

  /** What the text names beside its addressee: organisations, reasons, roles. */
  @Column({ type: 'jsonb', default: {} })
  details: Record<string, string>;

  /** SHA-256 of the link's secret; null for a mail without a link. */
  @Column({ type: 'text', nullable: true, unique: true })
  tokenHash: string | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  expiresAt: Date | null;

  /** When the link was followed, or made void by another. */
  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  usedAt: Date | null;

  @Column({ type: 'text', default: 'pending' })
  state: 'pending' | 'sent' | 'refused';

  /** What the far side said when it refused for good. */
  @Column({ type: 'text', nullable: true })
  refusal: string | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  sentAt: Date | null;

  @CreateDateColumn({ type: 'timestamptz', precision: 3 })
  createdAt: Date;
}
