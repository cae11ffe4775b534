import {
  Column,
  CreateDateColumn,
  Entity,
  Index,
  JoinColumn,
  ManyToOne,
  PrimaryColumn,
  PrimaryGeneratedColumn,
} from 'typeorm';
import { type SaveSearch, type SearchKind } from '#contracts/search.js';
import { Account } from '../accounts/account.entity.js';

/** A search that an account keeps, in order to be told of what is published from now on and fits it. */
@Entity('saved_searches')
@Index(['accountId', 'createdAt', 'id'])
export class SavedSearch {
  @PrimaryGeneratedColumn('uuid')
  id: string;

  @Column({ type: 'uuid' })
  accountId: string;

  @ManyToOne(() => Account, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'account_id' })
  account: Account;

  @Index()
  @Column({ type: 'text' })
  kind: SearchKind;

  @Column({ type: 'text' })
  name: string;

  @Column({ type: 'jsonb' })
  query: SaveSearch['query'];

  /** Every change up to here has been looked at. */
  @Column({ type: 'bigint', default: 0 })
  seenRevision: string;

  @CreateDateColumn({ type: 'timestamptz', precision: 3 })
  createdAt: Date;
}

/** A record that the account was told of; its key is what makes telling twice impossible. */
@Entity('saved_search_finds')
export class SavedSearchFind {
  @PrimaryColumn({ type: 'uuid' })
  savedSearchId: string;

  @ManyToOne(() => SavedSearch, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'saved_search_id' })
  savedSearch: SavedSearch;

  @PrimaryColumn({ type: 'uuid' })
  recordId: string;
}
