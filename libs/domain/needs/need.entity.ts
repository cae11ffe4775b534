import { Column, Entity, Index } from 'typeorm';
import { type CLOSURE_REASONS, type NeedState } from '#contracts/needs.js';
import { PublishedRecord } from '../records/published-record.entity.js';

/** A technical problem that an enterprise posts. */
@Entity('needs')
@Index(['organisationId', 'externalKey'], { unique: true, where: 'external_key IS NOT NULL' })
@Index(['organisationId', 'createdAt', 'id'])
@Index(['state', 'publishedAt', 'id'])
@Index(['submittedAt', 'id'], { where: 'submitted_at IS NOT NULL' })
export class Need extends PublishedRecord {
  @Column({ type: 'text', default: 'draft' })
  state: NeedState;

  /** 万元. */
  @Column({ type: 'numeric', precision: 12, scale: 4, nullable: true })
  budgetMin: string | null;

  @Column({ type: 'numeric', precision: 12, scale: 4, nullable: true })
  budgetMax: string | null;

  @Column({ type: 'date', nullable: true })
  deadline: string | null;

  /** Others than its owner see masked text only. */
  @Column({ type: 'boolean', default: false })
  confidential: boolean;

  @Column({ type: 'text', nullable: true })
  closureReason: (typeof CLOSURE_REASONS)[number] | null;

  @Column({ type: 'text', nullable: true })
  closureNote: string | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  closedAt: Date | null;
}
