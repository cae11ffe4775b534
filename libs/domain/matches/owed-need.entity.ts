import { Entity, JoinColumn, OneToOne, PrimaryColumn } from 'typeorm';
import { Need } from '../needs/need.entity.js';

/**
 * A need that must be scored because of much that was published at once. Deleted in the transaction that writes its
 * matches, so what is here is what no worker has done yet.
 */
@Entity('owed_needs')
export class OwedNeed {
  @PrimaryColumn({ type: 'uuid' })
  needId: string;

  @OneToOne(() => Need, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'need_id' })
  need: Need;
}
