import {
  Column,
  CreateDateColumn,
  Entity,
  Index,
  JoinColumn,
  ManyToOne,
  PrimaryGeneratedColumn,
} from 'typeorm';
import { type NOTIFICATION_KINDS } from '#contracts/notifications.js';
import { type MatchLevel } from '#matching/match.js';
import { Account } from '../accounts/account.entity.js';
import { Match } from '../matches/match.entity.js';

/** What one account was told about one match; the unique index is what makes telling it twice impossible. */
@Entity('notifications')
@Index(['accountId', 'matchId', 'kind'], { unique: true })
@Index(['accountId', 'createdAt', 'id'])
export class Notification {
  @PrimaryGeneratedColumn('uuid')
  id: string;

  @Column({ type: 'uuid' })
  accountId: string;

  @ManyToOne(() => Account, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'account_id' })
  account: Account;

  @Column({ type: 'text' })
  kind: (typeof NOTIFICATION_KINDS)[number];

  @Index()
  @Column({ type: 'uuid' })
  matchId: string;

  @ManyToOne(() => Match, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'match_id' })
  match: Match;

  /** The level at the time of telling. */
  @Column({ type: 'smallint' })
  level: MatchLevel;

  @Column({ type: 'text' })
  title: string;

  @Column({ type: 'text' })
  body: string;

  @CreateDateColumn({ type: 'timestamptz', precision: 3 })
  createdAt: Date;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  readAt: Date | null;
}
