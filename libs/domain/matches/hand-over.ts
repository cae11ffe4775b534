import { type EntityManager, In } from 'typeorm';
import { Match } from './match.entity.js';
import { MatchEvent } from './match-event.entity.js';
import { isTakenUp } from './match.rules.js';
import { type HeldMatches } from './match.store.js';

/**
 * Gives what people work on to the achievement into which theirs was merged. Where that one has a mere suggestion for
 * the same need, the suggestion takes over their step; where people work on both, each side keeps its history and the
 * merged one ends. The needs of `held` must be locked.
 * @returns the pairs of `held` whose match itself has moved, and does not end.
 */
export async function handOver(
  manager: EntityManager,
  held: HeldMatches,
  survivorId: string,
): Promise<ReadonlySet<string>> {
  const taken = [...held].filter(([, { state }]) => isTakenUp(state));
  const theirs = await manager.find(Match, {
    where: { achievementId: survivorId, needId: In(taken.map(([, { needId }]) => needId)) },
    lock: { mode: 'pessimistic_write' },
  });
  const moved = new Set<string>();
  for (const [pair, { id, needId, state }] of taken) {
    const other = theirs.find((match) => match.needId === needId);
    if (!other) {
      await manager.update(Match, { id }, { achievementId: survivorId });
      await manager.insert(MatchEvent, step(id, state, state));
      moved.add(pair);
    } else if (other.state === 'suggested' || other.state === 'expired') {
      await manager.update(Match, { id: other.id }, { state });
      await manager.insert(MatchEvent, step(other.id, other.state, state));
    }
  }
  return moved;
}

const step = (matchId: string, fromState: Match['state'], toState: Match['state']) => ({
  matchId,
  fromState,
  toState,
  reason: 'achievement_merged',
});
