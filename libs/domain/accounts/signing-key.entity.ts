import { Column, CreateDateColumn, Entity, PrimaryColumn } from 'typeorm';

/** The key that signs access tokens where the installation was given none; all processes share it. */
@Entity('signing_keys')
export class SigningKey {
  @PrimaryColumn({ type: 'text' })
  purpose: string;

  /** 256 random bits in base64url. */
  @Column({ type: 'text' })
  secret: string;

  @CreateDateColumn({ type: 'timestamptz', precision: 3 })
  createdAt: Date;
}
