import { Column, CreateDateColumn, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { type OrganisationKind } from '#vocabulary/organisation-kinds.js';

/** A university, institute, enterprise, government office … that acts on the platform. */
@Entity('organisations')
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

  /** A trusted organisation publishes directly; others submit to an administrator. */
  @Column({ type: 'boolean', default: false })
  trusted: boolean;

  /** Made up for demonstration and shown as such. */
  @Column({ type: 'boolean', default: false })
  demonstration: boolean;

  @CreateDateColumn({ type: 'timestamptz', precision: 3 })
  createdAt: Date;
}
