const K1 = 1.2;
const B = 0.75;

interface Text {
  frequencies: ReadonlyMap<string, number>;
  length: number;
}

/**
 * BM25 as a textbook has it, over every text for every query and with no index at all. It is what the engine's quality
 * is measured against, and what its speed is measured against as a plain scan.
 */
export class PlainBm25 {
  private readonly texts: Text[] = [];
  private readonly holding = new Map<string, number>();
  private totalLength = 0;

  add(tokens: readonly string[]): void {
    const frequencies = new Map<string, number>();
    for (const token of tokens) frequencies.set(token, (frequencies.get(token) ?? 0) + 1);
    for (const token of frequencies.keys()) this.holding.set(token, (this.holding.get(token) ?? 0) + 1);
    this.texts.push({ frequencies, length: tokens.length });
    this.totalLength += tokens.length;
  }

  /** ln(1 + (N − n + ½) / (n + ½)), as in Lucene and tantivy. */
  rarity(token: string): number {
    const holding = this.holding.get(token) ?? 0;
    return Math.log(1 + (this.texts.length - holding + 0.5) / (holding + 0.5));
  }

  /**
   * The places of the best texts, in the order in which texts were added; equal scores by place. A token counts as often
   * as the query has it.
   */
  search(tokens: readonly string[], most: number): number[] {
    const asked = new Map<string, number>();
    for (const token of tokens) asked.set(token, (asked.get(token) ?? 0) + 1);
    const terms = [...asked].map(([token, count]) => [token, count * this.rarity(token)] as const);
    const average = this.totalLength / this.texts.length;
    const scored: { place: number; score: number }[] = [];
    for (const [place, { frequencies, length }] of this.texts.entries()) {
      const norm = K1 * (1 - B + (B * length) / average);
      let score = 0;
      for (const [token, weight] of terms) {
        const frequency = frequencies.get(token);
        if (frequency !== undefined) score += (weight * frequency * (K1 + 1)) / (frequency + norm);
      }
      if (score > 0) scored.push({ place, score });
    }
    return scored
      .sort((a, b) => b.score - a.score || a.place - b.place)
      .slice(0, most)
      .map(({ place }) => place);
  }
}
