import { type AchievementView } from '#contracts/achievements.js';
import { type NeedView } from '#contracts/needs.js';
import { type FoundAchievement, type FoundNeed } from '#contracts/search.js';
import { type Actor } from '../access/actor.js';
import { achievementView } from '../achievements/achievement-view.js';
import { type Achievement } from '../achievements/achievement.entity.js';
import { needView } from '../needs/need-view.js';
import { type Need } from '../needs/need.entity.js';
import { excerptOf, highlightRanges, type Marks } from './highlights.js';

type SharedView = Pick<AchievementView, Exclude<keyof AchievementView & keyof NeedView, 'state'>>;

function sharedItem(view: SharedView, marks: Marks) {
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
  };
}

/** An achievement as a search answers it; `organisation` must be loaded. */
export function foundAchievement(achievement: Achievement, marks: Marks): FoundAchievement {
  const view = achievementView(achievement, null);
  const { trl, patentNumbers, price } = view;
  return { ...sharedItem(view, marks), trl, patentNumbers, price };
}

/** A need as a search answers it to this reader: of a confidential one the mask, unless it is the reader's own. */
export function foundNeed(need: Need, reader: Actor | null, marks: Marks): FoundNeed {
  const view = needView(need, reader);
  const { budget, deadline, masked } = view;
  return { ...sharedItem(view, marks), budget, deadline, masked };
}
