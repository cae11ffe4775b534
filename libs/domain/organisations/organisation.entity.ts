import { Column, CreateDateColumn, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import { type VerificationState } from '#contracts/organisations.js';
import { type OrganisationKind } from '#vocabulary/organisation-kinds.js';

/** A university, institute, enterprise, government office … that acts on the platform. */
@Entity('organisations')
// A refused claim to a code must not stand in the way of the body whose code it is.
@Index(['creditCode'], { unique: true, where: `verification <> 'refused'` })
export class Organisation {
  @PrimaryGeneratedColumn('uuid')
  id: string;

  @Column({ type: 'text' })
  name: string;

  @Column({ type: 'text' })
  kind: OrganisationKind;

  /** GB/T 2260 code; what an administrator may do follows from it. */
  @Column({ type: 'text' })
  regionCode: string;

  /** Unified social credit code in its tidied form; null where none was given yet. */
  @Column({ type: 'text', nullable: true })
  creditCode: string | null;

  /** Why a code should be taken although its check character is wrong. */
  @Column({ type: 'text', nullable: true })
  creditCodeNote: string | null;

  /** Whether an administrator of the region has found it to be what it says. */
  @Column({ type: 'text', default: 'unverified' })
  verification: VerificationState;

  /** The reason of a refusal, or the administrator's note. */
  @Column({ type: 'text', nullable: true })
  verificationNote: string | null;

  @Column({ type: 'uuid', nullable: true })
  verificationDecidedBy: string | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  verificationDecidedAt: Date | null;

  /** A trusted organisation publishes directly; others submit to an administrator. */
  @Column({ type: 'boolean', default: false })
  trusted: boolean;

  /** Made up for demonstration and shown as such. */
  @Column({ type: 'boolean', default: false })
  demonstration: boolean;

  /** The revision of its newest name or kind: what it published before is still found by the old one. */
  @Column({ type: 'bigint', default: 0 })
  namedRevision: string;

  @CreateDateColumn({ type: 'timestamptz', precision: 3 })
  createdAt: Date;
}
