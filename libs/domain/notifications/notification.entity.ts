import {
  Column,
  CreateDateColumn,
  Entity,
  Index,
  JoinColumn,
  ManyToOne,
  PrimaryGeneratedColumn,
  type Relation,
} from 'typeorm';
import { type NOTIFICATION_KINDS } from '#contracts/notifications.js';
import { type MatchLevel } from '#matching/match.js';
import { Account } from '../accounts/account.entity.js';
import { Match } from '../matches/match.entity.js';
import { SavedSearch } from '../search/saved-search.entity.js';

/**
 * What one account was told, about one match or of what a saved search found. The unique index is what makes telling of
 * a found match twice impossible.
 */
@Entity('notifications')
@Index(['accountId', 'matchId'], { unique: true, where: `kind = 'match_found'` })
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
  @Column({ type: 'uuid', nullable: true })
  matchId: string | null;

  @ManyToOne(() => Match, { nullable: true, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'match_id' })
  match: Match | null;

  @Column({ type: 'uuid', nullable: true })
  savedSearchId: string | null;

  @ManyToOne(() => SavedSearch, { nullable: true, onDelete: 'SET NULL' })
  @JoinColumn({ name: 'saved_search_id' })
  savedSearch: Relation<SavedSearch> | null;

  /** The kind of the record that it is about. */
  @Column({ type: 'text', nullable: true })
  recordKind: 'achievement' | 'need' | null;

  @Column({ type: 'uuid', nullable: true })
  recordId: string | null;

  /** The match's level at the time of telling. */
  @Column({ type: 'smallint', nullable: true })
  level: MatchLevel | null;

  @Column({ type: 'text' })
  title: string;

  @Column({ type: 'text' })
  body: string;

  @CreateDateColumn({ type: 'timestamptz', precision: 3 })
  createdAt: Date;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  readAt: Date | null;
}
