/**
 * Keeps the k best of a stream of (id, score): higher score first, then lower id. A binary heap in two typed arrays
 * with the worst kept on top, so that nothing is allocated for what is not kept.
 */
export class TopK {
  private readonly scores: Float64Array;
  private readonly ids: Uint32Array;
  private count = 0;

  constructor(private readonly k: number) {
    this.scores = new Float64Array(k);
    this.ids = new Uint32Array(k);
  }

  /** A score must be above this, or equal with a lower id than the worst kept, to get in. */
  get threshold(): number {
    return this.count < this.k ? 0 : (this.scores[0] ?? 0);
  }

  offer(id: number, score: number): void {
    if (this.k === 0) return;
    if (this.count < this.k) {
      this.scores[this.count] = score;
      this.ids[this.count] = id;
      this.count += 1;
      this.rise(this.count - 1);
    } else if (this.isWorse(this.scores[0]!, this.ids[0]!, score, id)) {
      this.scores[0] = score;
      this.ids[0] = id;
      this.sink();
    }
  }

  /** Best first. */
  take(): { id: number; score: number }[] {
    const kept: { id: number; score: number }[] = [];
    for (let i = 0; i < this.count; i += 1) kept.push({ id: this.ids[i]!, score: this.scores[i]! });
    return kept.sort((a, b) => b.score - a.score || a.id - b.id);
  }

  private isWorse(score: number, id: number, otherScore: number, otherId: number): boolean {
    return score < otherScore || (score === otherScore && id > otherId);
  }

  private worseAt(i: number, j: number): boolean {
    return this.isWorse(this.scores[i]!, this.ids[i]!, this.scores[j]!, this.ids[j]!);
  }

  private swap(i: number, j: number): void {
    const score = this.scores[i]!;
    const id = this.ids[i]!;
    this.scores[i] = this.scores[j]!;
    this.ids[i] = this.ids[j]!;
    this.scores[j] = score;
    this.ids[j] = id;
  }

  private rise(from: number): void {
    let i = from;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (!this.worseAt(i, parent)) return;
      this.swap(i, parent);
      i = parent;
    }
  }

  private sink(): void {
    let i = 0;
    for (;;) {
      let worst = i;
      const left = 2 * i + 1;
      if (left < this.count && this.worseAt(left, worst)) worst = left;
      if (left + 1 < this.count && this.worseAt(left + 1, worst)) worst = left + 1;
      if (worst === i) return;
      this.swap(i, worst);
      i = worst;
    }
  }
}
