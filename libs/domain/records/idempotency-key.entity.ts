import { Column, CreateDateColumn, Entity, Index, PrimaryColumn } from 'typeorm';

/** A request to create a record, by the key that the caller gave it: the same key creates nothing a second time. */
@Entity('idempotency_keys')
export class IdempotencyKey {
  @PrimaryColumn({ type: 'uuid' })
  accountId: string;

  @PrimaryColumn({ type: 'text' })
  key: string;

  /** Of the kind of record and the body, so that a key used for something else is noticed. */
  @Column({ type: 'text' })
  bodyHash: string;

  @Column({ type: 'uuid' })
  recordId: string;

  @Index()
  @CreateDateColumn({ type: 'timestamptz', precision: 3 })
  createdAt: Date;
}
