// A letter is looked for in a table at most half full, which is read in one place of memory where objects lie in many.
const SMALLEST_TABLE = 1 << 10;
const MOST_NODES = 1 << 16;

/** Words by their letters: from a node, the root first, each letter leads to another node or nowhere. */
export class WordTrie {
  static readonly ROOT = 1;

  /** Node and letter in one number, and in `nodes` at the same place the node that they lead to. */
  private steps = new Uint32Array(SMALLEST_TABLE);
  private nodes = new Uint16Array(SMALLEST_TABLE);
  private nodeCount = WordTrie.ROOT + 1;
  /** By node: 1 + the number of the word that ends there. */
  private ends = new Uint32Array(SMALLEST_TABLE);
  /** 1 for each letter that a word begins with: most letters of a text begin none. */
  private readonly begins = new Uint8Array(1 << 16);

  /** Takes in a word under a number of the caller's. */
  plant(word: string, number: number): void {
    let node = WordTrie.ROOT;
    for (let at = 0; at < word.length; at += 1) node = this.grown(node, word.charCodeAt(at));
    this.ends[node] = number + 1;
    this.begins[word.charCodeAt(0)] = 1;
  }

  isFirst(code: number): boolean {
    return this.begins[code] === 1;
  }

  /** The next node, or 0. */
  next(node: number, code: number): number {
    return this.nodes[this.placeOf(((node << 16) | code) >>> 0)]!;
  }

  /** The number of the word that ends at a node, or -1. */
  wordAt(node: number): number {
    return this.ends[node]! - 1;
  }

  private grown(node: number, code: number): number {
    const known = this.next(node, code);
    if (known > 0) return known;
    const child = this.nodeCount;
    if (child === MOST_NODES) throw new RangeError('The words have too many letters for their table.');
    this.nodeCount += 1;
    if (2 * child > this.steps.length) this.lengthen();
    const step = ((node << 16) | code) >>> 0;
    const place = this.placeOf(step);
    this.steps[place] = step;
    this.nodes[place] = child;
    return child;
  }

  /** Where a step stands, or the empty place where it would. */
  private placeOf(step: number): number {
    const { steps } = this;
    const last = steps.length - 1;
    const mixed = Math.imul(step, 0x9e3779b1);
    let place = (mixed ^ (mixed >>> 15)) & last;
    while (steps[place] !== step && steps[place] !== 0) place = (place + 1) & last;
    return place;
  }

  private lengthen(): void {
    const { steps, nodes, ends } = this;
    this.steps = new Uint32Array(2 * steps.length);
    this.nodes = new Uint16Array(2 * steps.length);
    this.ends = new Uint32Array(2 * steps.length);
    this.ends.set(ends);
    steps.forEach((step, i) => {
      if (step === 0) return;
      const place = this.placeOf(step);
      this.steps[place] = step;
      this.nodes[place] = nodes[i]!;
    });
  }
}
