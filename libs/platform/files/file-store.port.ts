import { type Readable } from 'node:stream';

/** A file that is in the store. */
export interface StoredFile {
  /** Made by the store; nothing that a person typed is ever part of it. */
  key: string;
  /** Bytes. */
  size: number;
  /** SHA-256 of the content, in hexadecimal. */
  contentHash: string;
}

/** There is no file of this key, or no longer. */
export class FileMissingError extends Error {
  constructor(key: string) {
    super(`There is no file ${key} in the store.`);
    this.name = 'FileMissingError';
  }
}

/**
 * Keeps files that people hand in. A file is there whole or not at all: a reader never meets the half of one, however
 * its writer ended. Files do not change; another content is another file with another key.
 */
export abstract class FileStore {
  /** Stores the stream to its end. Where the stream fails, nothing is kept and its error is thrown. */
  abstract put(content: Readable): Promise<StoredFile>;

  /** @throws FileMissingError */
  abstract open(key: string): Promise<Readable>;

  /** Deleting what is gone already is no error. */
  abstract delete(key: string): Promise<void>;

  /** Every file with the time since which it is there, for whoever looks for files that nothing refers to. */
  abstract list(): AsyncIterable<{ key: string; storedAt: Date }>;

  /** Removes what writers that died before this time left behind. @returns how many there were. */
  abstract clearUnfinished(before: Date): Promise<number>;
}
