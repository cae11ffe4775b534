import { type IndexedRecord, type RecordChange } from './search.port.js';

export interface IndexWrites {
  /** The changes that are newer than what is there. */
  changes: RecordChange[];
  /** Keys of documents that these changes do not hold any more. */
  dropped: string[];
}

/** Of several changes of one record only the newest counts. */
function newestOfEach(changes: readonly RecordChange[]): RecordChange[] {
  const newest = new Map<string, RecordChange>();
  for (const change of changes) {
    const other = newest.get(change.recordId);
    if (!other || change.revision >= other.revision) newest.set(change.recordId, change);
  }
  return [...newest.values()];
}

/**
 * What has to be written so that the index holds the newest of what it has and what it is given.
 * @param force writes every change, whatever revision the index holds.
 */
export function planWrites(
  indexed: readonly IndexedRecord[],
  changes: readonly RecordChange[],
  force: boolean,
): IndexWrites {
  const known = new Map(indexed.map((record) => [record.recordId, record]));
  const writes = newestOfEach(changes).filter(
    ({ recordId, revision }) => force || revision > (known.get(recordId)?.revision ?? -1),
  );
  const dropped = writes.flatMap(({ recordId, documents }) => {
    const kept = new Set(documents.map(({ key }) => key));
    return (known.get(recordId)?.keys ?? []).filter((key) => !kept.has(key));
  });
  return { changes: writes, dropped };
}
