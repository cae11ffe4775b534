import { Column, Entity, Index, JoinColumn, ManyToOne, type Relation } from 'typeorm';
import { type SelectionLevel } from '#contracts/achievement-selections.js';
import { type AchievementState, type AchievementTier } from '#contracts/achievements.js';
import { PublishedRecord } from '../records/published-record.entity.js';
import { type AchievementContent } from './achievement-content.js';
import { type RefreshReminder } from './freshness.rules.js';

/** What a university or institute offers. */
@Entity('achievements')
@Index(['organisationId', 'externalKey'], { unique: true, where: 'external_key IS NOT NULL' })
@Index(['organisationId', 'createdAt', 'id'])
@Index(['state', 'publishedAt', 'id'])
@Index(['submittedAt', 'id'], { where: 'submitted_at IS NOT NULL' })
@Index(['publishedAt', 'id'], { where: "tier = 'curated'" })
@Index(['id'], { where: "compared_version < version AND state = 'published'" })
@Index(['confirmedAt'], { where: "state = 'published'" })
export class Achievement extends PublishedRecord {
  @Column({ type: 'text', default: 'draft' })
  state: AchievementState;

  /** Technology readiness level, 1–9. */
  @Column({ type: 'smallint', nullable: true })
  trl: number | null;

  @Index({ type: 'gin' })
  @Column({ type: 'text', array: true, default: () => `'{}'` })
  patentNumbers: string[];

  @Column({ type: 'text', nullable: true })
  priceKind: 'fixed' | 'range' | 'negotiable' | null;

  /** 万元. */
  @Column({ type: 'numeric', precision: 12, scale: 4, nullable: true })
  priceMin: string | null;

  @Column({ type: 'numeric', precision: 12, scale: 4, nullable: true })
  priceMax: string | null;

  /**
   * What its owner would have it say instead, where it is published and the owner does not publish directly. It waits
   * for review while `submittedAt` is set, and else was returned.
   */
  @Column({ type: 'jsonb', nullable: true })
  proposal: AchievementContent | null;

  /** `curated` while at least one selection of it stands. */
  @Column({ type: 'text', default: 'library' })
  tier: AchievementTier;

  /** The levels on which a selection of it stands. */
  @Column({ type: 'text', array: true, default: () => `'{}'` })
  selectedLevels: SelectionLevel[];

  /** When its owner last said that it is true, by publishing, changing or confirming it. */
  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  confirmedAt: Date | null;

  /** The last reminder of this cycle to confirm it. */
  @Column({ type: 'text', nullable: true })
  refreshReminder: RefreshReminder | null;

  /** The achievement that says the same and goes on in its place; final. */
  @Column({ type: 'uuid', nullable: true })
  mergedIntoId: string | null;

  @ManyToOne(() => Achievement, { nullable: true, onDelete: 'SET NULL' })
  @JoinColumn({ name: 'merged_into_id' })
  mergedInto: Relation<Achievement> | null;

  /** Possible duplicates that its owner has looked at and takes for something else. */
  @Column({ type: 'uuid', array: true, default: () => `'{}'` })
  duplicatesSeen: string[];

  @Column({ type: 'text', nullable: true })
  duplicatesReason: string | null;

  /** The version that was last compared with everything else, with its owner looking on or in the background. */
  @Column({ type: 'int', default: 0 })
  comparedVersion: number;

  /** Something like it was there when it was compared last, which its owner has not answered for. */
  @Column({ type: 'boolean', default: false })
  duplicateSuspected: boolean;
}
