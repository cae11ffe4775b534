/** How long one piece of work may keep everything else waiting. */
const TURN_MILLISECONDS = 10;

/** Cuts long work of the processor into turns, between which requests and timers get theirs. */
export class Turns {
  private end = performance.now() + TURN_MILLISECONDS;

  /** Waits until everybody else had a turn, if this one has lasted long enough. */
  async next(): Promise<void> {
    if (performance.now() < this.end) return;
    await new Promise(setImmediate);
    this.end = performance.now() + TURN_MILLISECONDS;
  }

  /** Maps one by one, in as many turns as that takes. */
  async map<T, R>(items: readonly T[], work: (item: T) => R): Promise<R[]> {
    const results: R[] = [];
    for (const item of items) {
      results.push(work(item));
      await this.next();
    }
    return results;
  }
}
