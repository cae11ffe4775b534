import {
  Column,
  CreateDateColumn,
  Entity,
  Index,
  JoinColumn,
  ManyToOne,
  PrimaryGeneratedColumn,
} from 'typeorm';
import { type AccountRole, type Locale } from '#contracts/accounts.js';
import { Organisation } from '../organisations/organisation.entity.js';

/**
 * A person who signs in, always on behalf of one organisation. Who was removed keeps the row, because records name it;
 * the address is free again for another account.
 */
@Entity('accounts')
@Index(['email'], { unique: true, where: 'removed_at IS NULL' })
export class Account {
  @PrimaryGeneratedColumn('uuid')
  id: string;

  /** Stored in lower case; the key of log-in. */
  @Column({ type: 'text' })
  email: string;

  /** When a link mailed to the address was followed; null until then. */
  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  emailConfirmedAt: Date | null;

  @Column({ type: 'text' })
  name: string;

  @Column({ type: 'text' })
  passwordHash: string;

  @Column({ type: 'text' })
  role: AccountRole;

  @Column({ type: 'text', default: 'zh' })
  locale: Locale;

  @Index()
  @Column({ type: 'uuid' })
  organisationId: string;

  @ManyToOne(() => Organisation, { nullable: false, onDelete: 'RESTRICT' })
  @JoinColumn({ name: 'organisation_id' })
  organisation: Organisation;

  /** Wrong passwords since the last right one, given from places where the account never signed in. */
  @Column({ type: 'int', default: 0 })
  failedLogins: number;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  lockedUntil: Date | null;

  /** When the account left its organisation; nobody signs in with it since. */
  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  removedAt: Date | null;

  @CreateDateColumn({ type: 'timestamptz', precision: 3 })
  createdAt: Date;
}
