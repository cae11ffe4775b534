import { Column, Entity, Index } from 'typeorm';
import { type AchievementState } from '#contracts/achievements.js';
import { PublishedRecord } from '../records/published-record.entity.js';

/** What a university or institute offers. */
@Entity('achievements')
@Index(['organisationId', 'externalKey'], { unique: true, where: 'external_key IS NOT NULL' })
@Index(['organisationId', 'createdAt', 'id'])
@Index(['state', 'publishedAt', 'id'])
@Index(['submittedAt', 'id'], { where: 'submitted_at IS NOT NULL' })
export class Achievement extends PublishedRecord {
  @Column({ type: 'text', default: 'draft' })
  state: AchievementState;

  /** Technology readiness level, 1–9. */
  @Column({ type: 'smallint', nullable: true })
  trl: number | null;

  @Column({ type: 'text', array: true, default: () => `'{}'` })
  patentNumbers: string[];

  @Column({ type: 'text', nullable: true })
  priceKind: 'fixed' | 'range' | 'negotiable' | null;

  /** 万元. */
  @Column({ type: 'numeric', precision: 12, scale: 4, nullable: true })
  priceMin: string | null;

  @Column({ type: 'numeric', precision: 12, scale: 4, nullable: true })
  priceMax: string | null;
}
