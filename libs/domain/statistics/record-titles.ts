import { type EntityManager, In } from 'typeorm';
import { type FigureRecord } from '#contracts/statistics.js';
import { may } from '../access/access.rules.js';
import { type Actor } from '../access/actor.js';
import { Achievement } from '../achievements/achievement.entity.js';
import { Match } from '../matches/match.entity.js';
import { isMasked, maskedTitle } from '../needs/need-view.js';
import { Need } from '../needs/need.entity.js';
import { subjectOf } from '../records/record-subject.js';

/** The titles that this reader may see now; what was public on the day that is counted need not be so any more. */
export async function titlesOf(
  manager: EntityManager,
  actor: Actor | null,
  kind: FigureRecord['kind'],
  ids: readonly string[],
): Promise<Map<string, string>> {
  if (kind !== 'match')
    return kind === 'need' ? needTitles(manager, actor, ids) : achievementTitles(manager, actor, ids);
  const matches = await manager.find(Match, {
    select: { id: true, needId: true, achievementId: true },
    where: { id: In(ids) },
  });
  const needs = await needTitles(
    manager,
    actor,
    matches.map(({ needId }) => needId),
  );
  const achievements = await achievementTitles(
    manager,
    actor,
    matches.map(({ achievementId }) => achievementId),
  );
  return new Map(
    matches.map(({ id, needId, achievementId }) => [
      id,
      `${needs.get(needId) ?? '—'} × ${achievements.get(achievementId) ?? '—'}`,
    ]),
  );
}

async function needTitles(manager: EntityManager, actor: Actor | null, ids: readonly string[]) {
  const rows = await manager.find(Need, { where: { id: In(ids) }, relations: { organisation: true } });
  const readable = rows.filter((row) => may(actor, 'need.read', subjectOf(row)));
  return new Map(readable.map((row) => [row.id, isMasked(actor, row) ? maskedTitle(row) : row.title]));
}

async function achievementTitles(manager: EntityManager, actor: Actor | null, ids: readonly string[]) {
  const rows = await manager.find(Achievement, { where: { id: In(ids) }, relations: { organisation: true } });
  const readable = rows.filter((row) => may(actor, 'achievement.read', subjectOf(row)));
  return new Map(readable.map(({ id, title }) => [id, title]));
}
