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
import { type Factor, type MatchLevel } from '#matching/match.js';
import { Achievement } from '../achievements/achievement.entity.js';
import { Account } from '../accounts/account.entity.js';
import { Need } from '../needs/need.entity.js';

/** One achievement and one need, with score, level, reasons and a life of its own. */
@Entity('matches')
@Index(['needId', 'achievementId'], { unique: true })
@Index(['needId', 'score', 'id'])
@Index(['achievementId', 'score', 'id'])
@Index(['score', 'id'])
export class Match {
  @PrimaryGeneratedColumn('uuid')
  id: string;

  @Column({ type: 'uuid' })
  needId: string;

  @ManyToOne(() => Need, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'need_id' })
  need: Need;

  @Column({ type: 'uuid' })
  achievementId: string;

  @ManyToOne(() => Achievement, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'achievement_id' })
  achievement: Achievement;

  /** 0–100 with one decimal. */
  @Column({ type: 'double precision' })
  score: number;

  @Column({ type: 'smallint' })
  level: MatchLevel;

  @Column({ type: 'jsonb' })
  factors: Factor[];

  @Column({ type: 'text', array: true })
  matchedTerms: string[];

  @Column({ type: 'text' })
  weightsVersion: string;

  @Column({ type: 'timestamptz', precision: 3 })
  scoredAt: Date;

  @Column({ type: 'text', default: 'suggested' })
  state: MatchState;

  /** The broker who works on it. */
  @Index()
  @Column({ type: 'uuid', nullable: true })
  takenBy: string | null;

  @ManyToOne(() => Account, { nullable: true, onDelete: 'SET NULL' })
  @JoinColumn({ name: 'taken_by' })
  broker?: Account | null;

  @CreateDateColumn({ type: 'timestamptz', precision: 3 })
  createdAt: Date;
}
