import {
  Column,
  CreateDateColumn,
  Index,
  JoinColumn,
  ManyToOne,
  PrimaryGeneratedColumn,
  UpdateDateColumn,
} from 'typeorm';
import { type AchievementState } from '#contracts/achievements.js';
import { type NeedState } from '#contracts/needs.js';
import { Organisation } from '../organisations/organisation.entity.js';

export type RecordState = AchievementState | NeedState;

const textArray = { type: 'text', array: true, default: () => `'{}'` } as const;

/** What achievements and needs have in common: an owner, a text with its codes, and a life up to publication. */
export abstract class PublishedRecord {
  @PrimaryGeneratedColumn('uuid')
  id: string;

  @Column({ type: 'uuid' })
  organisationId: string;

  @ManyToOne(() => Organisation, { nullable: false, onDelete: 'RESTRICT' })
  @JoinColumn({ name: 'organisation_id' })
  organisation: Organisation;

  /** The owner's own key, by which an import finds the record again. */
  @Column({ type: 'text', nullable: true })
  externalKey: string | null;

  @Column({ type: 'text' })
  title: string;

  @Column({ type: 'text', default: '' })
  description: string;

  @Column(textArray)
  keywords: string[];

  @Column(textArray)
  disciplineCodes: string[];

  @Column(textArray)
  fieldCodes: string[];

  @Column(textArray)
  industryCodes: string[];

  @Column(textArray)
  chainCodes: string[];

  @Column({ type: 'text', nullable: true })
  regionCode: string | null;

  @Column(textArray)
  cooperationModes: string[];

  /** What a reviewer found wrong, by field; empty unless the record was returned. */
  @Column({ type: 'jsonb', default: () => `'[]'` })
  returnReasons: { field: string; reason: string }[];

  /**
   * Counts the changes of what its people wrote. Whoever edits or decides says which version it was that they read, and
   * is told where it is not the newest any more.
   */
  @Column({ type: 'int', default: 1 })
  version: number;

  /** Since when something of it waits for a reviewer; null where nothing does. */
  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  submittedAt: Date | null;

  /** The account outside its owner that took the last decision on it. */
  @Column({ type: 'uuid', nullable: true })
  reviewedById: string | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  reviewedAt: Date | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  publishedAt: Date | null;

  /** Grows with every change that a reader of the library must learn of; see `nextRevision`. */
  @Index()
  @Column({ type: 'bigint', default: 0 })
  revision: string;

  /** The revision that was scored last; a smaller one than `revision` means that a scoring is still owed. */
  @Column({ type: 'bigint', default: 0 })
  matchedRevision: string;

  @CreateDateColumn({ type: 'timestamptz', precision: 3 })
  createdAt: Date;

  @UpdateDateColumn({ type: 'timestamptz', precision: 3 })
  updatedAt: Date;
}
