/** Numbers for terms, given once and never taken back, so that indexes can hold integers. */
export class TermIds {
  private readonly ids = new Map<string, number>();
  private readonly terms: string[] = [];

  get size(): number {
    return this.terms.length;
  }

  /** The term's number; a new one when it was never seen. */
  intern(term: string): number {
    const known = this.ids.get(term);
    if (known !== undefined) return known;
    const id = this.terms.length;
    this.ids.set(term, id);
    this.terms.push(term);
    return id;
  }

  /** The term's number, or -1. A text that is only asked about must not make the table grow. */
  find(term: string): number {
    return this.ids.get(term) ?? -1;
  }

  term(id: number): string {
    return this.terms[id] ?? '';
  }
}
