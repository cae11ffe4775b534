import {
  Column,
  CreateDateColumn,
  Entity,
  Index,
  JoinColumn,
  ManyToOne,
  PrimaryGeneratedColumn,
} from 'typeorm';
import { type AchievementContent } from './achievement-content.js';
import { Achievement } from './achievement.entity.js';

/** What an achievement said after one change. Versions are added, and what they say never changes. */
@Entity('achievement_versions')
@Index(['achievementId', 'number'], { unique: true })
export class AchievementVersion {
  @PrimaryGeneratedColumn('uuid')
  id: string;

  @Column({ type: 'uuid' })
  achievementId: string;

  @ManyToOne(() => Achievement, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'achievement_id' })
  achievement: Achievement;

  /** 1 for what it began with. */
  @Column({ type: 'int' })
  number: number;

  /** The account that wrote it; null where that is not known. */
  @Column({ type: 'uuid', nullable: true })
  authorId: string | null;

  @Column({ type: 'text', array: true })
  changedFields: string[];

  @Column({ type: 'jsonb' })
  content: AchievementContent;

  /** True for a change of what was published until a reviewer has accepted it. */
  @Column({ type: 'boolean', default: false })
  proposed: boolean;

  /** The version that it brought back, where it did. */
  @Column({ type: 'int', nullable: true })
  restoredFrom: number | null;

  @CreateDateColumn({ type: 'timestamptz', precision: 3 })
  createdAt: Date;
}
