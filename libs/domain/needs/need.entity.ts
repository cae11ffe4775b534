import { Column, Entity, Index, JoinColumn, ManyToOne } from 'typeorm';
import { type ClosureEvidence, type NeedStage, type NeedState } from '#contracts/needs.js';
import { type ClosureReason } from '#vocabulary/case-reasons.js';
import { Account } from '../accounts/account.entity.js';
import { Organisation } from '../organisations/organisation.entity.js';
import { PublishedRecord } from '../records/published-record.entity.js';

/** A technical problem that an enterprise posts. */
@Entity('needs')
@Index(['organisationId', 'externalKey'], { unique: true, where: 'external_key IS NOT NULL' })
@Index(['organisationId', 'createdAt', 'id'])
@Index(['state', 'publishedAt', 'id'])
@Index(['submittedAt', 'id'], { where: 'submitted_at IS NOT NULL' })
@Index(['stage', 'dueAt', 'id'])
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
  closureReason: ClosureReason | null;

  @Column({ type: 'text', nullable: true })
  closureNote: string | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  closedAt: Date | null;

  @Column({ type: 'jsonb', nullable: true })
  closureEvidence: ClosureEvidence | null;

  /** Null where it is not in the hands of the desk: a draft, returned, or withdrawn. */
  @Column({ type: 'text', nullable: true })
  stage: NeedStage | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  stageSince: Date | null;

  /** When the stage's time limit ends; null where it has none. */
  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  dueAt: Date | null;

  /** When those responsible were reminded in this stage, which happens once. */
  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  remindedAt: Date | null;

  /** When it was first handed in; being returned and handed in again does not change it. */
  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  collectedAt: Date | null;

  /** When somebody other than its owner first answered. */
  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  firstReplyAt: Date | null;

  @Index()
  @Column({ type: 'uuid', nullable: true })
  assigneeOrganisationId: string | null;

  @ManyToOne(() => Organisation, { nullable: true, onDelete: 'RESTRICT' })
  @JoinColumn({ name: 'assignee_organisation_id' })
  assigneeOrganisation?: Organisation | null;

  /** The broker of that organisation who answers for it. */
  @Column({ type: 'uuid', nullable: true })
  assigneeAccountId: string | null;

  @ManyToOne(() => Account, { nullable: true, onDelete: 'SET NULL' })
  @JoinColumn({ name: 'assignee_account_id' })
  assigneeAccount?: Account | null;

  /** Service records since the assignment. */
  @Column({ type: 'int', default: 0 })
  services: number;

  /** The organisations to which the owner has opened the words of a confidential need. */
  @Column({ type: 'uuid', array: true, default: () => `'{}'` })
  disclosedTo: string[];

  /** 1 to 5. */
  @Column({ type: 'smallint', nullable: true })
  rating: number | null;

  @Column({ type: 'text', nullable: true })
  ratingComment: string | null;
}
