import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import { type AccountRole } from '#contracts/accounts.js';
import { type ClosureEvidence, type NeedStage } from '#contracts/needs.js';
import { type RecordState } from './published-record.entity.js';

/** What belongs to a step of a need's handling. */
export interface StepDetails {
  /** To whom it was assigned or disclosed. */
  organisationId?: string;
  accountId?: string;
  /** The match that a service was about. */
  matchId?: string;
  /** When a service was done. */
  at?: string;
  evidence?: ClosureEvidence;
  /** 1 to 5. */
  rating?: number;
}

/**
 * One step in a record's life, with what the record was after it. Figures for any past day are counted from these rows
 * alone, so they are added and never changed: the application's database user has no right to.
 */
@Entity('record_events')
@Index(['kind', 'recordId', 'at', 'id'])
@Index(['kind', 'at', 'id'])
export class RecordEvent {
  @PrimaryGeneratedColumn({ type: 'bigint' })
  id: string;

  @Column({ type: 'text' })
  kind: 'achievement' | 'need';

  @Column({ type: 'uuid' })
  recordId: string;

  /** `create`, `edit`, `publish`, … */
  @Column({ type: 'text' })
  action: string;

  /** Null where the record began. */
  @Column({ type: 'text', nullable: true })
  fromState: RecordState | null;

  @Column({ type: 'text' })
  toState: RecordState;

  /** Null where the platform itself took the step, or where it is not known who did. */
  @Column({ type: 'uuid', nullable: true })
  accountId: string | null;

  @Column({ type: 'text', nullable: true })
  role: AccountRole | null;

  /** The organisation for which the account acted. */
  @Column({ type: 'uuid', nullable: true })
  actingFor: string | null;

  /** Coded. */
  @Column({ type: 'text', nullable: true })
  reason: string | null;

  @Column({ type: 'text', nullable: true })
  note: string | null;

  /** How far the handling of a need had come after the step; null for achievements. */
  @Column({ type: 'text', nullable: true })
  stage: NeedStage | null;

  /** What else belongs to the step: to whom a need was assigned, the evidence of a closure, a rating. */
  @Column({ type: 'jsonb', nullable: true })
  details: StepDetails | null;

  /** The owner then. */
  @Column({ type: 'uuid' })
  organisationId: string;

  /** Region of the owner then. */
  @Column({ type: 'text' })
  regionCode: string;

  /** Fields of the record then. */
  @Column({ type: 'text', array: true, default: () => `'{}'` })
  fieldCodes: string[];

  /** Whether the achievement was in the curated tier then. */
  @Column({ type: 'boolean', default: false })
  curated: boolean;

  /** Put together afterwards from what was known; everything else was written with the step. */
  @Column({ type: 'boolean', default: false })
  reconstructed: boolean;

  @Column({ type: 'timestamptz', precision: 3, default: () => 'clock_timestamp()' })
  at: Date;
}
