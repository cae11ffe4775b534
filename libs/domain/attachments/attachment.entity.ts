import {
  Check,
  Column,
  CreateDateColumn,
  Entity,
  Index,
  JoinColumn,
  ManyToOne,
  PrimaryGeneratedColumn,
} from 'typeorm';
import { type AttachmentType } from '#contracts/attachments.js';
import { Achievement } from '../achievements/achievement.entity.js';
import { Need } from '../needs/need.entity.js';

/** A file that belongs to an achievement or to a need, and is as visible as that is. */
@Entity('attachments')
@Check('attachments_one_record', '(achievement_id IS NULL) <> (need_id IS NULL)')
export class Attachment {
  @PrimaryGeneratedColumn('uuid')
  id: string;

  @Index()
  @Column({ type: 'uuid', nullable: true })
  achievementId: string | null;

  @ManyToOne(() => Achievement, { nullable: true, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'achievement_id' })
  achievement: Achievement | null;

  @Index()
  @Column({ type: 'uuid', nullable: true })
  needId: string | null;

  @ManyToOne(() => Need, { nullable: true, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'need_id' })
  need: Need | null;

  /** As people read it; never part of a path. */
  @Column({ type: 'text' })
  name: string;

  /** What the content is, whatever was said of it. */
  @Column({ type: 'text' })
  mediaType: AttachmentType;

  /** Bytes. */
  @Column({ type: 'int' })
  size: number;

  /** SHA-256 of the content, in hexadecimal. */
  @Column({ type: 'text' })
  contentHash: string;

  @Index({ unique: true })
  @Column({ type: 'text' })
  fileKey: string;

  /** The account that added it. */
  @Column({ type: 'uuid' })
  accountId: string;

  @CreateDateColumn({ type: 'timestamptz', precision: 3 })
  createdAt: Date;
}
