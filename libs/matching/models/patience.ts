const PAUSE_MILLISECONDS = 30_000;

export interface PatienceOptions {
  /** What is asked, as a warning names it: "The reranker bge-reranker-v2-m3". */
  name: string;
  timeoutMs: number;
  /** Hears of the first failure after a success, and of no other. */
  onTrouble: (message: string) => void;
  pauseMs?: number;
  now?: () => number;
}

/**
 * Asks something that may be slow or away, and goes on without its answer. After a failure nobody is made to wait again
 * until a pause is over; then one asks, and the rest follow if it is answered.
 */
export class Patience {
  private pausedUntil = 0;
  private troubled = false;
  private readonly now: () => number;
  private readonly pauseMs: number;

  constructor(private readonly options: PatienceOptions) {
    this.now = options.now ?? Date.now;
    this.pauseMs = options.pauseMs ?? PAUSE_MILLISECONDS;
  }

  /**
   * The answer, or undefined where there is none in time.
   * @throws the reason of `signal` when whoever waits has given up; that is no failure of what was asked.
   */
  async ask<T>(
    question: (signal: AbortSignal) => Promise<T>,
    { signal, timeoutMs = this.options.timeoutMs }: { signal?: AbortSignal; timeoutMs?: number } = {},
  ): Promise<T | undefined> {
    signal?.throwIfAborted();
    if (this.now() < this.pausedUntil) return undefined;
    // While there is trouble the next one to come is the only one to try.
    if (this.troubled) this.pausedUntil = this.now() + this.pauseMs;
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(new Error(`no answer in ${timeoutMs} ms`)), timeoutMs);
    try {
      const either = signal ? AbortSignal.any([signal, late.signal]) : late.signal;
      const answer = await Promise.race([question(either), rejectionOf(either)]);
      this.troubled = false;
      this.pausedUntil = 0;
      return answer;
    } catch (error) {
      signal?.throwIfAborted();
      this.fail(error);
      return undefined;
    } finally {
      clearTimeout(timer);
      // Whatever the question has left running ends with it.
      late.abort();
    }
  }

  private fail(error: unknown): void {
    this.pausedUntil = this.now() + this.pauseMs;
    if (this.troubled) return;
    this.troubled = true;
    const reason = error instanceof Error ? error.message : String(error);
    this.options.onTrouble(`${this.options.name} does not help at the moment: ${reason}`);
  }
}

function rejectionOf(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
}
