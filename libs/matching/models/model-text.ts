import { normalise } from '../reading/normalise.js';
import { splitSections } from '../reading/sections.js';
import { type AchievementRecord, type NeedRecord } from '../records.js';

// Many models read 512 tokens, a character of Chinese each, and some servers refuse what is longer.
const LONGEST = 500;

/** What a model reads of a need: the problem, and nothing of the company, its money and its dates. */
export function needText(need: NeedRecord): string {
  const text = normalise(need.text ?? '');
  const told = splitSections(text).filter(({ kind }) => kind !== 'basis' && kind !== 'terms');
  return joined(
    need,
    told.map(({ start, end }) => text.slice(start, end)),
  );
}

/** What a model reads of an achievement. */
export function achievementText(achievement: AchievementRecord): string {
  return joined(achievement, [normalise(achievement.text ?? '')]);
}

function joined(
  { title, keywords = [] }: { title: string; keywords?: readonly string[] },
  body: readonly string[],
): string {
  return [normalise(title), keywords.map(normalise).join(' '), ...body]
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .join('\n')
    .slice(0, LONGEST)
    .replace(/[\ud800-\udbff]$/, '');
}
