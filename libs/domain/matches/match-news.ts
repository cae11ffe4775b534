import { type EntityManager, In } from 'typeorm';
import { type ScoredMatch } from '#matching/match.js';
import { type Account } from '../accounts/account.entity.js';
import { Achievement } from '../achievements/achievement.entity.js';
import { isMaskedFor, maskedTitle } from '../needs/need-view.js';
import { Need } from '../needs/need.entity.js';
import { Notification } from '../notifications/notification.entity.js';
import {
  membersOf,
  type NewsText,
  rewriteNotification,
  writeNotifications,
} from '../notifications/write-notifications.js';
import { maskFactors } from './match-mask.js';
import { matchFoundText } from './match-news-text.js';

type NewsItem = ScoredMatch & { id: string };

/**
 * Writes, in the caller's transaction, a notification and its delivery for each member of the two organisations of each
 * match. Whoever was told of a match before is not told again.
 */
export async function tellOfMatches(manager: EntityManager, news: readonly NewsItem[]): Promise<void> {
  if (news.length === 0) return;
  const needs = await byId(
    manager,
    Need,
    news.map(({ needId }) => needId),
  );
  const achievements = await byId(
    manager,
    Achievement,
    news.map(({ achievementId }) => achievementId),
  );
  const owners = [...needs.values(), ...achievements.values()].map(({ organisationId }) => organisationId);
  const accounts = await membersOf(manager, owners);
  const drafts = news.flatMap((match) => {
    const need = needs.get(match.needId);
    const achievement = achievements.get(match.achievementId);
    if (!need || !achievement) return [];
    const sides = [need.organisationId, achievement.organisationId];
    return accounts
      .filter(({ organisationId }) => sides.includes(organisationId))
      .map((account) => draftFor(account, match, need, achievement));
  });
  await writeNotifications(manager, drafts);
}

/**
 * Words anew what others were told of the matches of a need, by what they may read of it now. Running it twice changes
 * nothing the second time.
 */
export async function retellMatches(manager: EntityManager, need: Need): Promise<void> {
  const told = await manager.find(Notification, {
    where: { kind: 'match_found', match: { needId: need.id } },
    relations: { account: true, match: { achievement: true } },
  });
  for (const { id, level, title, body, account, match } of told) {
    if (!match || account.organisationId === need.organisationId) continue;
    const text = draftFor(account, { ...match, level: level ?? match.level }, need, match.achievement);
    if (text.title !== title || text.body !== body) await rewriteNotification(manager, id, text);
  }
}

function draftFor(
  account: Account,
  match: NewsItem,
  need: Need,
  achievement: Achievement,
): Partial<Notification> & NewsText {
  const masked = isMaskedFor(account.organisationId, need);
  const text = matchFoundText(
    masked ? { ...match, factors: maskFactors(match.factors), matchedTerms: [] } : match,
    { need: masked ? maskedTitle(need) : need.title, achievement: achievement.title },
    account.organisationId === need.organisationId ? 'need' : 'achievement',
    account.locale,
  );
  return { accountId: account.id, kind: 'match_found', matchId: match.id, level: match.level, ...text };
}

async function byId<E extends Need | Achievement>(
  manager: EntityManager,
  entity: new () => E,
  ids: readonly string[],
): Promise<Map<string, E>> {
  const rows = await manager.find(entity, { where: { id: In([...new Set(ids)]) } as never });
  return new Map(rows.map((row) => [row.id, row]));
}
