/** The records of one side that a match can be found among. */
export interface Library<Entry extends { id: string }> {
  readonly size: number;
  /** Adds the record, or puts it in the place of the one with its id. */
  upsert(record: Entry): void;
  /** False when there was none. */
  remove(id: string): boolean;
  has(id: string): boolean;
}
