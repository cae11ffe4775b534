import { Column, CreateDateColumn, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/** A mail that was kept here because no mail server is configured. */
@Entity('mailbox_messages')
export class MailboxMessage {
  @PrimaryGeneratedColumn('uuid')
  id: string;

  /** The sender's own id of the message: sending it twice keeps one. */
  @Column({ type: 'text', unique: true })
  messageKey: string;

  @Index()
  @Column({ type: 'text' })
  recipient: string;

  @Column({ type: 'text' })
  subject: string;

  @Column({ type: 'text' })
  body: string;

  @CreateDateColumn({ type: 'timestamptz', precision: 3 })
  createdAt: Date;
}
