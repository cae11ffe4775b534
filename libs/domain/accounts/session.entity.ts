import {
  Column,
  CreateDateColumn,
  Entity,
  Index,
  JoinColumn,
  ManyToOne,
  PrimaryGeneratedColumn,
} from 'typeorm';
import { Account } from './account.entity.js';

/** One sign-in of one account on one device. What has ended stays, so that its owner can see it was there. */
@Entity('sessions')
@Index(['accountId', 'lastUsedAt', 'id'])
export class Session {
  @PrimaryGeneratedColumn('uuid')
  id: string;

  @Column({ type: 'uuid' })
  accountId: string;

  @ManyToOne(() => Account, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'account_id' })
  account: Account;

  /** What the browser calls itself. */
  @Column({ type: 'text', default: '' })
  device: string;

  /** Network address at the last use; null where none was known. */
  @Column({ type: 'text', nullable: true })
  address: string | null;

  /** The last sign-in or refresh: at most the life of an access token behind. */
  @Column({ type: 'timestamptz', precision: 3, default: () => 'now()' })
  lastUsedAt: Date;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  endedAt: Date | null;

  @CreateDateColumn({ type: 'timestamptz', precision: 3 })
  createdAt: Date;
}
