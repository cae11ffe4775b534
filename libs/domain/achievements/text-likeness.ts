import { createHash } from 'node:crypto';
import { normalise } from '#matching/reading/normalise.js';

/** Pieces of three characters: long enough to tell texts apart, short enough to outlive an edited word. */
const PIECE = 3;
/** Texts with fewer pieces say too little to be called nearly the same. */
const FEWEST_PIECES = 20;
/**
 * From this share of common pieces on, two texts are near each other and shown as such; from the larger one on, somebody
 * is asked. A question at every likeness would only teach people to answer without reading.
 */
export const NEAR_SIMILARITY = 0.8;
export const ASKED_SIMILARITY = 0.95;

const { imul } = Math;

const BANDS = 16;
const ROWS = 4;

export interface AchievementText {
  title: string;
  description: string;
}

/** What is left to compare: letters, characters and digits in one spelling, in their order. */
const comparable = ({ title, description }: AchievementText): string =>
  normalise(`${title}\n${description}`).replace(/[^\p{L}\p{N}]+/gu, '');

function piecesOf(text: string): Set<string> {
  const pieces = new Set<string>();
  for (let at = 0; at + PIECE <= text.length; at += 1) pieces.add(text.slice(at, at + PIECE));
  return pieces;
}

function hashOf(piece: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < piece.length; at += 1) hash = imul(hash ^ piece.charCodeAt(at), 0x01000193);
  return mixed(hash);
}

/** Spreads the bits of a number over all of its bits. */
function mixed(value: number): number {
  let bits = value;
  bits = imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}

const seeds = Array.from({ length: BANDS * ROWS }, (_, index) => mixed(index + 1));

/** What a text comes to, to be kept and looked up. */
export interface Fingerprint {
  textHash: string;
  /** 32-bit numbers, signed as PostgreSQL has them. */
  bands: number[];
}

/**
 * The hash of what there is to compare, and a MinHash of its pieces in 16 bands of 4: texts that share a fraction s of
 * their pieces share a given band with probability s⁴, so at 0.8 they miss each other once in 4,000 times, and at 0.3
 * nine pairs of ten never meet.
 */
export function fingerprintOf(text: AchievementText): Fingerprint {
  const compared = comparable(text);
  const textHash = createHash('sha256').update(compared).digest('base64url');
  const pieces = piecesOf(compared);
  if (pieces.size < FEWEST_PIECES) return { textHash, bands: [] };
  const least = new Uint32Array(seeds.length).fill(0xffffffff);
  for (const piece of pieces) {
    const hash = hashOf(piece);
    for (let index = 0; index < seeds.length; index += 1) {
      const value = mixed(hash ^ seeds[index]!);
      if (value < least[index]!) least[index] = value;
    }
  }
  const bands = Array.from({ length: BANDS }, (_, band) => {
    let hash = band;
    for (let row = 0; row < ROWS; row += 1) hash = mixed(hash ^ least[band * ROWS + row]!);
    return hash | 0;
  });
  return { textHash, bands };
}

/** Whether two texts are the same but for spaces, punctuation, width and case. */
export const isSameText = (one: AchievementText, other: AchievementText): boolean =>
  comparable(one) === comparable(other);

/** The share of all their pieces that two texts have in common, 0 to 1. */
export function similarity(one: AchievementText, other: AchievementText): number {
  const [left, right] = [piecesOf(comparable(one)), piecesOf(comparable(other))];
  let common = 0;
  for (const piece of left) if (right.has(piece)) common += 1;
  const all = left.size + right.size - common;
  return all === 0 ? 0 : common / all;
}

const withoutNumbers = (text: string): string => text.replace(/\p{N}+/gu, '#');

/** Texts that differ in their numbers alone are a series, such as the varieties 3 and 4 of one crop, and no slip. */
export function isSeries(one: AchievementText, other: AchievementText): boolean {
  const [left, right] = [comparable(one), comparable(other)];
  return left !== right && withoutNumbers(left) === withoutNumbers(right);
}
