import { Column, Entity, PrimaryColumn } from 'typeorm';
import { type SearchKind } from '#contracts/search.js';

/** How far the index of one kind follows the records. Whoever writes to the index holds this row. */
@Entity('search_cursors')
export class IndexCursor {
  @PrimaryColumn({ type: 'text' })
  kind: SearchKind;

  /** Which index it is that has come so far; another one begins anew. */
  @Column({ type: 'text' })
  identity: string;

  /** Everything up to here is in the index. */
  @Column({ type: 'bigint', default: 0 })
  revision: string;
}
