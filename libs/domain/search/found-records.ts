import { type FoundAchievement, type FoundNeed } from '#contracts/search.js';
import { type Actor } from '../access/actor.js';
import { priceView } from '../achievements/achievement-view.js';
import { type Achievement } from '../achievements/achievement.entity.js';
import { needView } from '../needs/need-view.js';
import { type Need } from '../needs/need.entity.js';
import { excerptOf, highlightRanges, type Marks } from './highlights.js';

/** The columns of an achievement that a found one shows; to read them alone takes half of the time. */
export const SHOWN_OF_ACHIEVEMENT = [
  'id',
  'title',
  'description',
  'keywords',
  'disciplineCodes',
  'fieldCodes',
  'industryCodes',
  'chainCodes',
  'regionCode',
  'cooperationModes',
  'publishedAt',
  'tier',
  'trl',
  'patentNumbers',
  'priceKind',
  'priceMin',
  'priceMax',
] as const satisfies readonly (keyof Achievement)[];

export type ShownAchievement = Pick<Achievement, (typeof SHOWN_OF_ACHIEVEMENT)[number] | 'organisation'>;

/** An achievement as a search answers it: what is published of it is the same for every reader. */
export function foundAchievement(achievement: ShownAchievement, marks: Marks): FoundAchievement {
  const { organisation, publishedAt } = achievement;
  const excerpt = excerptOf(achievement.description, marks);
  return {
    id: achievement.id,
    title: achievement.title,
    excerpt: excerpt.text,
    highlights: { title: highlightRanges(achievement.title, marks), excerpt: excerpt.ranges },
    organisation: { id: organisation.id, name: organisation.name },
    keywords: achievement.keywords,
    disciplineCodes: achievement.disciplineCodes,
    fieldCodes: achievement.fieldCodes,
    industryCodes: achievement.industryCodes,
    chainCodes: achievement.chainCodes,
    regionCode: achievement.regionCode,
    cooperationModes: achievement.cooperationModes,
    publishedAt: publishedAt?.toISOString() ?? null,
    tier: achievement.tier,
    trl: achievement.trl,
    patentNumbers: achievement.patentNumbers,
    price: priceView(achievement),
  };
}

/** A need as a search answers it to this reader: of a confidential one the mask, unless it is the reader's own. */
export function foundNeed(need: Need, reader: Actor | null, marks: Marks): FoundNeed {
  const view = needView(need, reader);
  const excerpt = excerptOf(view.description, marks);
  return {
    id: view.id,
    title: view.title,
    excerpt: excerpt.text,
    highlights: { title: highlightRanges(view.title, marks), excerpt: excerpt.ranges },
    organisation: view.organisation,
    keywords: view.keywords,
    disciplineCodes: view.disciplineCodes,
    fieldCodes: view.fieldCodes,
    industryCodes: view.industryCodes,
    chainCodes: view.chainCodes,
    regionCode: view.regionCode,
    cooperationModes: view.cooperationModes,
    publishedAt: view.publishedAt,
    budget: view.budget,
    deadline: view.deadline,
    masked: view.masked,
  };
}
