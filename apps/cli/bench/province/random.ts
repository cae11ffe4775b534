/** A stream of numbers that is the same for the same seed on every machine. */
export interface Random {
  /** 0 up to, not including, 1. */
  next(): number;
  /** A whole number from 0 up to, not including, `below`. */
  below(below: number): number;
  chance(share: number): boolean;
  pick<T>(list: readonly T[]): T;
}

/** FNV-1a, so that every record has a stream of its own and none depends on how many others are made. */
export function seedOf(...parts: readonly (string | number)[]): number {
  let hash = 0x811c9dc5;
  for (const character of parts.join('\u0000')) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  }
  return hash >>> 0;
}

/** Chris Doty-Humphrey's sfc32, warmed up from one 32-bit seed. */
export function randomFrom(seed: number): Random {
  let a = 0x9e3779b9;
  let b = 0x243f6a88;
  let c = seed | 0;
  let counter = 1;
  const next = () => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 2 ** 32;
  };
  for (let i = 0; i < 15; i += 1) next();
  return {
    next,
    below: (below) => Math.floor(next() * below),
    chance: (share) => next() < share,
    pick: (list) => list[Math.floor(next() * list.length)]!,
  };
}

/** Draws from a list in which each entry has a weight of its own. */
export class WeightedList<T> {
  private readonly sums: Float64Array;

  constructor(
    readonly entries: readonly T[],
    weightOf: (entry: T, rank: number) => number,
  ) {
    this.sums = new Float64Array(entries.length);
    let sum = 0;
    for (const [rank, entry] of entries.entries()) {
      sum += weightOf(entry, rank);
      this.sums[rank] = sum;
    }
  }

  draw(random: Random): T {
    const wanted = random.next() * (this.sums.at(-1) ?? 0);
    let low = 0;
    let high = this.sums.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.sums[middle]! > wanted) high = middle;
      else low = middle + 1;
    }
    return this.entries[low]!;
  }
}

/** A value whose distribution is given by points (share of values below, value), straight between them. */
export function drawFromQuantiles(
  random: Random,
  points: readonly (readonly [share: number, value: number])[],
): number {
  const share = random.next();
  const upper = Math.max(
    1,
    points.findIndex(([below]) => below > share),
  );
  const [fromShare, from] = points[upper - 1]!;
  const [toShare, to] = points[upper]!;
  return Math.round(from + ((to - from) * (share - fromShare)) / (toShare - fromShare));
}
