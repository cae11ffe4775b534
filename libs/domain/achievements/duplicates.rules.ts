import { type DuplicateGround, type DuplicatesBody } from '#contracts/achievements.js';
import { DomainError } from '#contracts/domain-error.js';
import {
  type AchievementText,
  ASKED_SIMILARITY,
  isSameText,
  isSeries,
  NEAR_SIMILARITY,
  similarity,
} from './text-likeness.js';

export interface ComparedAchievement extends AchievementText {
  patentNumbers: readonly string[];
}

/** Why an achievement may be the same as another; the strongest ground, and null where there is none. */
export function duplicateGround(
  one: ComparedAchievement,
  other: ComparedAchievement,
): { ground: DuplicateGround; similarity: number } | null {
  const sameText = isSameText(one, other);
  const share = sameText ? 1 : similarity(one, other);
  if (one.patentNumbers.some((number) => other.patentNumbers.includes(number))) {
    return { ground: 'same_patent_number', similarity: share };
  }
  if (sameText) return { ground: 'same_text', similarity: share };
  if (share < NEAR_SIMILARITY || isSeries(one, other)) return null;
  return { ground: 'near_text', similarity: share };
}

/** Whether whoever publishes is asked about it, or it is only shown. */
export const isAsked = ({
  ground,
  similarity: share,
}: {
  ground: DuplicateGround;
  similarity: number;
}): boolean => ground !== 'near_text' || share >= ASKED_SIMILARITY;

/** A possible duplicate as the one who is asked may see it. */
export interface Candidate {
  id: string;
  title: string;
  ground: DuplicateGround;
}

/** What was said of candidates, before and now. */
export interface Acknowledgement {
  seen: readonly string[];
  reason: string | null;
}

export const joinAcknowledgements = (before: Acknowledgement, said: DuplicatesBody): Acknowledgement => ({
  seen: [...new Set([...before.seen, ...(said.duplicatesSeen ?? [])])],
  reason: said.duplicatesReason ?? before.reason,
});

/**
 * Lets pass whoever has looked at every candidate that they may see, and given a reason where there are others.
 * @throws DomainError `possible_duplicates`, whose details name the candidates.
 */
export function assertDuplicatesSeen(
  candidates: readonly Candidate[],
  hidden: number,
  { seen, reason }: Acknowledgement,
): void {
  const open = candidates.filter(({ id }) => !seen.includes(id));
  if (open.length === 0 && (hidden === 0 || reason !== null)) return;
  throw new DomainError(
    'possible_duplicates',
    'Something like it is there already. If it is the same, merge the two; if not, send the ids in duplicatesSeen' +
      (hidden > 0 ? ', and say why in duplicatesReason.' : '.'),
    [
      ...open.map(({ id, title, ground }) => ({ field: `duplicates.${id}`, code: ground, message: title })),
      ...(hidden > 0
        ? [{ field: 'duplicatesReason', code: 'hidden', message: `${hidden} more that you may not see` }]
        : []),
    ],
  );
}
