import { type DeepPartial } from 'typeorm';
import { type CreateAchievement } from '#contracts/achievements.js';
import { type CreateNeed } from '#contracts/needs.js';
import { type PublishedRecord } from './published-record.entity.js';

type SharedBody = Partial<Omit<CreateAchievement & CreateNeed, 'price' | 'trl' | 'patentNumbers' | 'budget'>>;

/** The columns for those of the shared fields that the body names. */
export function sharedColumns(body: SharedBody): DeepPartial<PublishedRecord> {
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
}
