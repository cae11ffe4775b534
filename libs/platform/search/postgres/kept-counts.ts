import { type FacetCounts } from '#contracts/search.js';

/** Keys that are kept; those that nobody asked for longest go first. */
const MOST = 200;

export interface Counts {
  total: number;
  facets: FacetCounts;
}

export interface Counted {
  /** How many writes the index had seen. */
  writes: string;
  /** When it was counted, in milliseconds since 1970. */
  at: number;
  counts: Promise<Counts>;
}

/** What was counted for questions that many ask, in this process. Whoever takes it looks whether it still holds. */
export class KeptCounts {
  private readonly kept = new Map<string, Counted>();

  get(key: string): Counted | undefined {
    const counted = this.kept.get(key);
    if (!counted) return undefined;
    this.kept.delete(key);
    this.kept.set(key, counted);
    return counted;
  }

  /** Keeps what comes of it, unless that is an error. */
  set(key: string, counted: Counted): void {
    this.kept.delete(key);
    this.kept.set(key, counted);
    counted.counts.catch(() => this.kept.get(key) === counted && this.kept.delete(key));
    const [oldest] = this.kept.keys();
    if (this.kept.size > MOST && oldest !== undefined) this.kept.delete(oldest);
  }
}
