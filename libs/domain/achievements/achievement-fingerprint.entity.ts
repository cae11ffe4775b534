import { Column, Entity, Index, JoinColumn, OneToOne, PrimaryColumn } from 'typeorm';
import { Achievement } from './achievement.entity.js';

/** What the text of an achievement comes to when texts are compared; made from it and made again with each change. */
@Entity('achievement_fingerprints')
export class AchievementFingerprint {
  @PrimaryColumn({ type: 'uuid' })
  achievementId: string;

  @OneToOne(() => Achievement, { nullable: false, onDelete: 'CASCADE' })
  @JoinColumn({ name: 'achievement_id' })
  achievement: Achievement;

  /** Equal texts have equal hashes, whatever their spaces, punctuation and width. */
  @Index()
  @Column({ type: 'text' })
  textHash: string;

  /** Bands of a MinHash: texts that are nearly the same share several. Empty for texts that are too short to say. */
  @Index({ type: 'gin' })
  @Column({ type: 'int', array: true })
  bands: number[];
}
