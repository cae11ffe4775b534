import {
  Column,
  CreateDateColumn,
  Entity,
  Index,
  JoinColumn,
  ManyToOne,
  PrimaryGeneratedColumn,
} from 'typeorm';
import { type AccountRole, type Locale } from '#contracts/accounts.js';
import { type InvitationState } from '#contracts/organisations.js';
import { Organisation } from '../organisations/organisation.entity.js';

/** The way into an organisation that is there already: asked for by the person, or offered by the organisation. */
@Entity('invitations')
@Index(['organisationId', 'email'], { unique: true, where: `state IN ('requested', 'open')` })
@Index(['organisationId', 'createdAt', 'id'])
@Index(['email'])
export class Invitation {
  @PrimaryGeneratedColumn('uuid')
  id: string;

  @Column({ type: 'uuid' })
  organisationId: string;

  @ManyToOne(() => Organisation, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'organisation_id' })
  organisation: Organisation;

  /** The account will have this address and no other. */
  @Column({ type: 'text' })
  email: string;

  @Column({ type: 'text' })
  role: AccountRole;

  @Column({ type: 'text', default: 'zh' })
  locale: Locale;

  @Column({ type: 'text', default: 'open' })
  state: InvitationState;

  /** What the person wrote who asks to join. */
  @Column({ type: 'text', nullable: true })
  message: string | null;

  /** Null while it is only asked for. */
  @Column({ type: 'uuid', nullable: true })
  invitedBy: string | null;

  /** The account that came of it. */
  @Column({ type: 'uuid', nullable: true })
  accountId: string | null;

  /** Null while it is only asked for. */
  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  expiresAt: Date | null;

  @Column({ type: 'timestamptz', precision: 3, nullable: true })
  decidedAt: Date | null;

  @CreateDateColumn({ type: 'timestamptz', precision: 3 })
  createdAt: Date;
}
