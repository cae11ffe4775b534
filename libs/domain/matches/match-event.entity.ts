import {
  Column,
  CreateDateColumn,
  Entity,
  Index,
  JoinColumn,
  ManyToOne,
  PrimaryGeneratedColumn,
} from 'typeorm';
import { type MatchState } from '#contracts/matches.js';
import { type MatchLevel } from '#matching/match.js';
import { Account } from '../accounts/account.entity.js';
import { Match } from './match.entity.js';

/**
 * One step in a match's life, or a note, which leads from a state to itself. Steps are added, never changed.
 */
@Entity('match_events')
export class MatchEvent {
  @PrimaryGeneratedColumn('uuid')
  id: string;

  @Index()
  @Column({ type: 'uuid' })
  matchId: string;

  @ManyToOne(() => Match, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'match_id' })
  match: Match;

  /** Null where the match began. */
  @Column({ type: 'text', nullable: true })
  fromState: MatchState | null;

  @Column({ type: 'text' })
  toState: MatchState;

  /** The match's level at the time of the step. */
  @Column({ type: 'smallint', nullable: true })
  level: MatchLevel | null;

  /** Coded, where a match ends or comes back. */
  @Column({ type: 'text', nullable: true })
  reason: string | null;

  @Column({ type: 'text', nullable: true })
  note: string | null;

  /** Null where the platform itself took the step. */
  @Column({ type: 'uuid', nullable: true })
  accountId: string | null;

  @ManyToOne(() => Account, { nullable: true, onDelete: 'SET NULL' })
  @JoinColumn({ name: 'account_id' })
  account: Account | null;

  /** The organisation for which the account acted. */
  @Column({ type: 'uuid', nullable: true })
  actingFor: string | null;

  @CreateDateColumn({ type: 'timestamptz', precision: 3 })
  createdAt: Date;
}
