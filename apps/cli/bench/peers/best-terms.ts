/** In how many texts each token occurs. */
export class DocumentFrequencies {
  private readonly holding = new Map<string, number>();
  private texts = 0;

  add(tokens: readonly string[]): void {
    this.texts += 1;
    for (const token of new Set(tokens)) this.holding.set(token, (this.holding.get(token) ?? 0) + 1);
  }

  /** The tokens of a need that tell most: frequency in the need times rarity, only such as some text has. */
  bestOf(tokens: readonly string[], most: number): string[] {
    const frequencies = new Map<string, number>();
    for (const token of tokens) frequencies.set(token, (frequencies.get(token) ?? 0) + 1);
    return [...frequencies]
      .flatMap(([token, frequency]) => {
        const holding = this.holding.get(token);
        return holding === undefined ? [] : [{ token, weight: frequency * Math.log(this.texts / holding) }];
      })
      .sort((a, b) => b.weight - a.weight || (a.token < b.token ? -1 : 1))
      .slice(0, most)
      .map(({ token }) => token);
  }
}
