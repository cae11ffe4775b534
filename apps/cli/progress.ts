import { type CliIo } from './io.js';

/** At most this often is a live counter redrawn. */
const REDRAW_MS = 100;

/** Tells how far a loop of known length is: a counter that redraws itself on a terminal, else a line every 10 %. */
export class Progress {
  private done = 0;
  private told = 0;
  private drawnAt = 0;

  constructor(
    private readonly stderr: CliIo['stderr'],
    private readonly what: string,
    private readonly total: number,
  ) {}

  tick(): void {
    this.done += 1;
    const tenth = Math.floor((this.done * 10) / this.total);
    const last = this.done === this.total;
    if (this.stderr.isTTY) {
      const now = Date.now();
      if (!last && now - this.drawnAt < REDRAW_MS) return;
      this.drawnAt = now;
      this.stderr.write(`\r${this.sentence()}${last ? '\n' : ''}`);
    } else if (tenth > this.told) {
      this.stderr.write(`${this.sentence()}\n`);
    }
    this.told = tenth;
  }

  private sentence(): string {
    const percent = Math.floor((this.done * 100) / this.total);
    return `${this.what}: ${this.done} of ${this.total} (${percent} %)`;
  }
}
