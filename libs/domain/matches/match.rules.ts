import { DomainError } from '#contracts/domain-error.js';
import { type MatchState } from '#contracts/matches.js';
import { type MatchLevel } from '#matching/match.js';
import { type Permission } from '../access/permissions.js';

/** How many new matches a scoring adds to one record; the rest are same-field neighbours that nobody would read. */
export const MATCHES_KEPT = 30;

/** The lowest level that is stored at all. */
export const LOWEST_KEPT: MatchLevel = 2;

/** From this level on both sides are told. */
export const LOWEST_TOLD: MatchLevel = 3;

/** Where a match may go from each state. What is declined or contracted is over; what expired may come back. */
export const MATCH_TRANSITIONS: Readonly<Record<MatchState, readonly MatchState[]>> = {
  suggested: ['introduced', 'declined', 'expired'],
  introduced: ['negotiating', 'declined', 'expired'],
  negotiating: ['agreed', 'declined', 'expired'],
  agreed: ['contracted', 'declined', 'expired'],
  contracted: [],
  declined: [],
  expired: ['suggested'],
};

/** States in which people work on a match: what ends it then is the end of one of its records, not a new score. */
export const isOpen = (state: MatchState): boolean => MATCH_TRANSITIONS[state].includes('expired');

/** What a stored match was before it was scored again; null where there was none. */
export interface EarlierMatch {
  state: MatchState;
  level: MatchLevel;
}

/**
 * Whether a scoring is news: a match that was not there, that had expired, or that has risen to a level that is told.
 * Who was told of it already is kept with the notifications, so a repeated answer does no harm.
 */
export function isNews(earlier: EarlierMatch | null, level: MatchLevel): boolean {
  if (level < LOWEST_TOLD) return false;
  if (!earlier || earlier.state === 'expired') return true;
  return earlier.state === 'suggested' && earlier.level < LOWEST_TOLD;
}

/** What people work on: it goes over to the achievement into which its own was merged. */
export const isTakenUp = (state: MatchState): boolean => isOpen(state) && state !== 'suggested';

/** A suggestion that no longer holds expires; what people have taken up stays with them. */
export const mayExpireByScore = (state: MatchState): boolean => state === 'suggested';

/** The permission behind each state that people bring a match to. */
export const STEP_PERMISSIONS = {
  introduced: 'match.introduce',
  negotiating: 'match.negotiate',
  agreed: 'match.agree',
  contracted: 'match.contract',
  declined: 'match.decline',
} as const satisfies Partial<Record<MatchState, Permission>>;

/**
 * Whether an allowed step is still to be taken.
 * @param seen the state that the caller acts upon, where it says so.
 * @returns false where the match is there already, so that a double click changes nothing.
 * @throws DomainError `transition_not_allowed` where somebody else took another step meanwhile.
 */
export function mustMove(state: MatchState, to: MatchState, seen: MatchState | undefined): boolean {
  if (state === to) return false;
  if (seen === undefined || seen === state) return true;
  throw new DomainError(
    'transition_not_allowed',
    `The match is ${state} now and not ${seen} any more: read it, then decide.`,
    [{ field: 'from', code: 'changed_meanwhile', message: `the match is ${state}` }],
  );
}
