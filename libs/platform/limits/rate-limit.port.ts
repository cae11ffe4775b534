/** How many points a key may use within a span of time that begins with its first. */
export interface Limit {
  name: string;
  points: number;
  seconds: number;
}

/** Counts what keys use, for all processes of the installation together. */
export abstract class RateLimitStore {
  /** Uses points of a key. @returns the seconds to wait where that was too much; 0 where it was not. */
  abstract consume(limit: Limit, key: string, points: number): Promise<number>;
  /** Gives points back that turned out not to count. */
  abstract giveBack(limit: Limit, key: string, points: number): Promise<void>;
}
