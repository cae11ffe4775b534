import { Column, Entity, Index, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';
import { type AccountRole } from '#contracts/accounts.js';
import { type AuditSubjectKind } from '#contracts/audit.js';
import { type AuditContext, type AuditFields } from './audit.rules.js';

/**
 * One thing that somebody did. Entries are added and never changed: the application's database user has no right to,
 * and a trigger refuses it to everybody else. Personal values are not in here but in `AuditPersonalValues`.
 */
@Entity('audit_entries')
@Index(['subjectKind', 'subjectId', 'id'])
@Index(['accountId', 'id'])
@Index(['at', 'id'])
export class AuditEntry {
  /** Drawn in the writing transaction. What was done later to the same thing has the larger one. */
  @PrimaryGeneratedColumn({ type: 'bigint' })
  id: string;

  @Column({ type: 'timestamptz', precision: 3, default: () => 'clock_timestamp()' })
  at: Date;

  /** Null where the platform itself acted, or nobody known did. */
  @Column({ type: 'uuid', nullable: true })
  accountId: string | null;

  @Column({ type: 'text', nullable: true })
  role: AccountRole | null;

  /** The organisation for which the account acted. */
  @Column({ type: 'uuid', nullable: true })
  actingFor: string | null;

  @Column({ type: 'text' })
  action: string;

  @Column({ type: 'text' })
  subjectKind: AuditSubjectKind;

  @Column({ type: 'uuid' })
  subjectId: string;

  /** The changed fields as they were; null where there was nothing before. */
  @Column({ type: 'jsonb', nullable: true })
  before: AuditFields | null;

  @Column({ type: 'jsonb', nullable: true })
  after: AuditFields | null;

  @Column({ type: 'jsonb' })
  context: AuditContext;

  /** Whose it is: the actor's organisation and those of the subject. Their managers may read the entry. */
  @Index({ type: 'gin' })
  @Column({ type: 'uuid', array: true })
  organisationIds: string[];

  /** The regions of those organisations with every region above them, so that one look finds an administrator's. */
  @Index({ type: 'gin' })
  @Column({ type: 'text', array: true })
  regionCodes: string[];

  /** The one organisation that may read what was before and after, where the subject is confidential. */
  @Column({ type: 'uuid', nullable: true })
  confidentialTo: string | null;
}

/**
 * The personal values of an entry, one row for each person in it. The entry holds a commitment to each value; with this
 * row goes the salt, and nobody can find the value again.
 */
@Entity('audit_personal_values')
export class AuditPersonalValues {
  @PrimaryColumn({ type: 'bigint' })
  entryId: string;

  /** Whose values they are; `NOBODY` where the person is not known. */
  @Index()
  @PrimaryColumn({ type: 'uuid' })
  personId: string;

  /** By place in the entry, such as `before.email` or `context.ip`. */
  @Column({ type: 'jsonb' })
  values: Record<string, { salt: string; value: string }>;
}

/** An entry that waits for its place in the chain. Deleted by the sealer in the transaction that writes the seal. */
@Entity('audit_unsealed')
export class AuditUnsealed {
  @PrimaryColumn({ type: 'bigint' })
  entryId: string;
}

/** An entry's place in the chain. */
@Entity('audit_seals')
export class AuditSeal {
  /** 1, 2, 3 … without a gap. */
  @PrimaryColumn({ type: 'bigint' })
  position: string;

  @Index({ unique: true })
  @Column({ type: 'bigint' })
  entryId: string;

  /** SHA-256 over the hash before and the entry, in hexadecimal. */
  @Column({ type: 'text' })
  hash: string;

  @Column({ type: 'timestamptz', precision: 3, default: () => 'clock_timestamp()' })
  at: Date;
}
