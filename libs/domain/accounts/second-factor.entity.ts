import {
  Column,
  CreateDateColumn,
  Entity,
  Index,
  JoinColumn,
  ManyToOne,
  OneToOne,
  PrimaryColumn,
  PrimaryGeneratedColumn,
} from 'typeorm';
import { Account } from './account.entity.js';

/** The time-based codes (RFC 6238) that an account's sign-in asks for beside the password. */
@Entity('second_factors')
export class SecondFactor {
  @PrimaryColumn({ type: 'uuid' })
  accountId: string;

  @OneToOne(() => Account, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'account_id' })
  account: Account;

  /** The shared secret, sealed with the installation's key. */
  @Column({ type: 'text' })
  sealedSecret: string;

  /** Null until the first right code; sign-in does not ask before. */
  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  confirmedAt: Date | null;

  /** The period of the last code that was taken: neither it nor an earlier one is taken again. */
  @Column({ type: 'int', nullable: true })
  lastPeriod: number | null;

  /** Wrong codes since the last right one. */
  @Column({ type: 'int', default: 0 })
  failures: number;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  lockedUntil: Date | null;

  @CreateDateColumn({ type: 'timestamptz', precision: 3 })
  createdAt: Date;
}

/** A code that stands in once for the second factor when the device is lost. */
@Entity('recovery_codes')
export class RecoveryCode {
  @PrimaryGeneratedColumn('uuid')
  id: string;

  @Index()
  @Column({ type: 'uuid' })
  accountId: string;

  @ManyToOne(() => Account, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'account_id' })
  account: Account;

  /** SHA-256: a code has 80 random bits, so no slow hash is needed. */
  @Column({ type: 'text' })
  codeHash: string;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  usedAt: Date | null;
}
