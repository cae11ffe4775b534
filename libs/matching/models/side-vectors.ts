import { VectorLibrary } from './vector-library.js';

/** How an embedder's vectors are got: at once where they are known, or by asking. */
export interface VectorSource {
  known(texts: readonly string[]): Promise<(Float32Array | undefined)[]>;
  /** Undefined where nobody answers at the moment. */
  ask(texts: readonly string[]): Promise<Float32Array[] | undefined>;
}

const BATCH = 64;
// With a tenth missing, what is usual is known well enough.
const ENOUGH = 0.9;

/** The vectors of one side's records, which come some time after the records themselves. */
export class SideVectors<Entry extends { id: string }> {
  private readonly records = new Map<string, Entry>();
  /** Whose vectors nobody has looked for yet. */
  private readonly fresh = new Set<string>();
  /** Whose vectors must be asked for. */
  private readonly missing = new Set<string>();
  private vectors: VectorLibrary | undefined;

  constructor(private readonly textOf: (record: Entry) => string) {}

  upsert(record: Entry): void {
    this.remove(record.id);
    this.records.set(record.id, record);
    this.fresh.add(record.id);
  }

  remove(id: string): void {
    this.records.delete(id);
    this.fresh.delete(id);
    this.missing.delete(id);
    this.vectors?.delete(id);
  }

  /** The vectors, once nearly all of them are there: with half a library nobody knows what is usual. */
  get ready(): VectorLibrary | undefined {
    return this.vectors && this.vectors.size >= ENOUGH * this.records.size ? this.vectors : undefined;
  }

  /** How many records have no vector yet. */
  get owed(): number {
    return this.fresh.size + this.missing.size;
  }

  /**
   * Gets what is owed, what is known first. `onVectors` hears of each batch.
   * @returns false where nobody answered.
   */
  async fill(source: VectorSource, onVectors: (count: number) => void): Promise<boolean> {
    const { fresh, missing } = this;
    while (fresh.size > 0) await this.fillBatch(fresh, (texts) => source.known(texts), onVectors);
    while (missing.size > 0) {
      if (!(await this.fillBatch(missing, (texts) => source.ask(texts), onVectors))) return false;
    }
    return true;
  }

  private async fillBatch(
    ids: Set<string>,
    vectorsOf: (texts: readonly string[]) => Promise<(Float32Array | undefined)[] | undefined>,
    onVectors: (count: number) => void,
  ): Promise<boolean> {
    const records = this.take(ids);
    let vectors: (Float32Array | undefined)[] | undefined;
    try {
      vectors = await vectorsOf(records.map(this.textOf));
    } finally {
      onVectors(this.put(records, vectors ?? []));
    }
    return vectors !== undefined;
  }

  private take(ids: Set<string>): Entry[] {
    const records: Entry[] = [];
    for (const id of ids) {
      ids.delete(id);
      records.push(this.records.get(id)!);
      if (records.length === BATCH) break;
    }
    return records;
  }

  private put(records: readonly Entry[], vectors: readonly (Float32Array | undefined)[]): number {
    let count = 0;
    records.forEach((record, i) => {
      // The record may have changed or gone while its vector was on the way.
      if (this.records.get(record.id) !== record) return;
      const vector = vectors[i];
      if (!vector) {
        this.missing.add(record.id);
        return;
      }
      this.vectors ??= new VectorLibrary(vector.length);
      this.vectors.set(record.id, vector);
      count += 1;
    });
    return count;
  }
}
