import { Column, CreateDateColumn, Entity, PrimaryColumn } from 'typeorm';

/** What a model answered to a question, so that nobody asks it twice. Rows may be deleted at any time. */
@Entity('model_answers')
export class ModelAnswer {
  /** SHA-256 of the model's name and the texts. */
  @PrimaryColumn({ type: 'bytea' })
  key: Buffer;

  /** Numbers of four bytes, the lowest byte first: a vector, or one score. */
  @Column({ type: 'bytea' })
  answer: Buffer;

  @CreateDateColumn({ type: 'timestamptz', precision: 3 })
  createdAt: Date;
}
