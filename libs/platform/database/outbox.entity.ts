import { Column, CreateDateColumn, Entity, PrimaryGeneratedColumn } from 'typeorm';

/**
 * A job that must be queued, written in the transaction that makes it necessary. The relay deletes the row once the
 * queue has the job, so what is here is what the queue does not know yet.
 */
@Entity('outbox')
export class OutboxEntry {
  @PrimaryGeneratedColumn({ type: 'bigint' })
  id: string;

  @Column({ type: 'text' })
  job: string;

  @Column({ type: 'jsonb' })
  payload: Record<string, string>;

  @CreateDateColumn({ type: 'timestamptz', precision: 3 })
  createdAt: Date;
}
