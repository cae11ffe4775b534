/** Whoever waited in a line for too long. */
export class WaitedTooLongError extends Error {
  override name = 'WaitedTooLongError';
}

/** Lets so many work at once. The others wait, and whoever came first goes first. */
export class WaitingLine {
  private readonly waiting: (() => void)[] = [];

  /**
   * @param free how many may work at once.
   * @param longestWait milliseconds after which somebody whose turn comes is sent away: whoever asked has gone.
   */
  constructor(
    private free: number,
    private readonly longestWait: number,
  ) {}

  /** @throws WaitedTooLongError where the turn comes too late; the work is not begun then. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    const came = performance.now();
    if (this.free > 0) this.free -= 1;
    else await new Promise<void>((go) => this.waiting.push(go));
    try {
      if (performance.now() - came > this.longestWait) throw new WaitedTooLongError('It waited too long.');
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next) next();
      else this.free += 1;
    }
  }
}
