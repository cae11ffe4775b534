import {
  Column,
  CreateDateColumn,
  Entity,
  Index,
  JoinColumn,
  ManyToOne,
  PrimaryGeneratedColumn,
} from 'typeorm';
import { type SelectionCriterion, type SelectionLevel } from '#contracts/achievement-selections.js';
import { Achievement } from './achievement.entity.js';

/** One choice of an achievement for the curated tier: who, when, by what and on which level; kept after it has ended. */
@Entity('achievement_selections')
@Index(['achievementId', 'level'], { unique: true, where: 'ended_at IS NULL' })
@Index(['achievementId', 'createdAt', 'id'])
export class AchievementSelection {
  @PrimaryGeneratedColumn('uuid')
  id: string;

  @Column({ type: 'uuid' })
  achievementId: string;

  @ManyToOne(() => Achievement, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'achievement_id' })
  achievement: Achievement;

  @Column({ type: 'text' })
  level: SelectionLevel;

  @Column({ type: 'text', array: true })
  criteria: SelectionCriterion[];

  @Column({ type: 'text' })
  reason: string;

  @Column({ type: 'text', nullable: true })
  note: string | null;

  /** The account that selected, and the organisation for which it did. */
  @Column({ type: 'uuid' })
  selectedById: string;

  @Column({ type: 'uuid' })
  selectedFor: string;

  @CreateDateColumn({ type: 'timestamptz', precision: 3 })
  createdAt: Date;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  endedAt: Date | null;

  @Column({ type: 'uuid', nullable: true })
  endedById: string | null;

  @Column({ type: 'text', nullable: true })
  endReason: string | null;
}
