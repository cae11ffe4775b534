import {
  Column,
  CreateDateColumn,
  Entity,
  Index,
  JoinColumn,
  ManyToOne,
  PrimaryColumn,
  PrimaryGeneratedColumn,
  UpdateDateColumn,
} from 'typeorm';
import { type ImportKind, type ImportState, type RowProblem } from '#contracts/imports.js';
import { Account } from '../accounts/account.entity.js';
import { Organisation } from '../organisations/organisation.entity.js';

const counter = { type: 'int', default: 0 } as const;

/** A spreadsheet on its way into the library. Its row is its progress: whoever goes on with it begins at the cursor. */
@Entity('imports')
@Index(['organisationId', 'createdAt', 'id'])
@Index(['organisationId', 'kind', 'contentHash', 'dryRun', 'publish'], {
  unique: true,
  where: `state IN ('queued', 'running')`,
})
export class Import {
  @PrimaryGeneratedColumn('uuid')
  id: string;

  @Column({ type: 'uuid' })
  organisationId: string;

  @ManyToOne(() => Organisation, { nullable: false, onDelete: 'RESTRICT' })
  @JoinColumn({ name: 'organisation_id' })
  organisation: Organisation;

  /** For whom the records are written; what it may do is asked again with every chunk. */
  @Column({ type: 'uuid' })
  accountId: string;

  @ManyToOne(() => Account, { nullable: false, onDelete: 'RESTRICT' })
  @JoinColumn({ name: 'account_id' })
  account: Account;

  @Column({ type: 'text' })
  kind: ImportKind;

  /** As the person called it; for reading only. */
  @Column({ type: 'text' })
  fileName: string;

  /** Null once the import has ended: the file is kept no longer than it is read. */
  @Index()
  @Column({ type: 'text', nullable: true })
  fileKey: string | null;

  @Column({ type: 'text' })
  contentHash: string;

  @Column({ type: 'boolean' })
  dryRun: boolean;

  @Column({ type: 'boolean' })
  publish: boolean;

  @Column({ type: 'text', default: 'queued' })
  state: ImportState;

  /** The last line that was dealt with; rows up to it are in the library or among the rejections. */
  @Column(counter)
  cursor: number;

  @Column({ type: 'int', nullable: true })
  rowsTotal: number | null;

  @Column(counter)
  rowsRead: number;

  @Column(counter)
  created: number;

  @Column(counter)
  updated: number;

  @Column(counter)
  unchanged: number;

  @Column(counter)
  rejected: number;

  @Column({ type: 'text', array: true, default: () => `'{}'` })
  headings: string[];

  @Column({ type: 'text', array: true, default: () => `'{}'` })
  unusedHeadings: string[];

  @Column({ type: 'jsonb', nullable: true })
  failure: { code: string; message: string; line: number | null } | null;

  @CreateDateColumn({ type: 'timestamptz', precision: 3 })
  createdAt: Date;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  startedAt: Date | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  finishedAt: Date | null;

  /** Moves with every chunk: an import that is running and stands still has lost its worker. */
  @UpdateDateColumn({ type: 'timestamptz', precision: 3 })
  updatedAt: Date;
}

/** What a cell of a refused row held. */
export type KeptCell = string | number | boolean | null;

/** A row that could not be taken, with its cells as they were and everything that is wrong with it. */
@Entity('import_rejections')
export class ImportRejection {
  @PrimaryColumn({ type: 'uuid' })
  importId: string;

  @ManyToOne(() => Import, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'import_id' })
  import: Import;

  @PrimaryColumn({ type: 'int' })
  line: number;

  /** In the order of the import's headings. */
  @Column({ type: 'jsonb' })
  cells: KeptCell[];

  @Column({ type: 'jsonb' })
  problems: RowProblem[];
}

/** Finds the record of a row without a key again by what the row says, so that a second import does not double it. */
@Entity('import_fingerprints')
export class ImportFingerprint {
  @PrimaryColumn({ type: 'uuid' })
  organisationId: string;

  @PrimaryColumn({ type: 'text' })
  kind: ImportKind;

  /** SHA-256 over the row's fields. */
  @PrimaryColumn({ type: 'text' })
  fingerprint: string;

  @Index()
  @Column({ type: 'uuid' })
  recordId: string;
}
