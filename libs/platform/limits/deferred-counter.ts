import { type Limit, type RateLimitStore } from './rate-limit.port.js';

const SETTLE_MILLISECONDS = 1000;

interface Pending {
  limit: Limit;
  key: string;
  points: number;
}

/**
 * Counts what happens too often for a look into the store each time: points gather in the process, are settled in the
 * store once a second, and whoever was found to have used too many is kept out by memory until the wait is over. So a
 * key can exceed its limit by what it does in one second.
 */
export class DeferredCounter {
  private readonly pending = new Map<string, Pending>();
  private readonly blocked = new Map<string, number>();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly store: RateLimitStore) {}

  /** Counts one point. @returns the seconds to wait where the key has used too many; 0 where it has not. */
  count(limit: Limit, key: string): number {
    const id = `${limit.name} ${key}`;
    const until = this.blocked.get(id);
    if (until !== undefined) {
      if (until > Date.now()) return Math.ceil((until - Date.now()) / 1000);
      this.blocked.delete(id);
    }
    const entry = this.pending.get(id);
    if (entry) entry.points += 1;
    else this.pending.set(id, { limit, key, points: 1 });
    this.timer ??= setTimeout(() => void this.settle(), SETTLE_MILLISECONDS).unref();
    return 0;
  }

  /** Brings what gathered into the store now. */
  async settle(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    const entries = [...this.pending];
    this.pending.clear();
    const now = Date.now();
    for (const [id, until] of this.blocked) if (until <= now) this.blocked.delete(id);
    await Promise.all(
      entries.map(async ([id, { limit, key, points }]) => {
        const wait = await this.store.consume(limit, key, points);
        if (wait > 0) this.blocked.set(id, Date.now() + wait * 1000);
      }),
    );
  }
}
