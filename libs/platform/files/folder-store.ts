import { createReadStream, createWriteStream, type Dirent } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { assertFileKey, isFileKey, newFileKey } from './file-key.js';
import { FileMissingError, FileStore, type StoredFile } from './file-store.port.js';
import { MeasuredContent } from './measured-content.js';

/** Files that are still being written; a rename within one file system is what makes them appear whole. */
const UNFINISHED = 'unfinished';

/** Keeps files in a folder. */
export class FolderStore extends FileStore {
  constructor(private readonly folder: string) {
    super();
  }

  async put(content: Readable): Promise<StoredFile> {
    const key = newFileKey();
    const target = this.pathOf(key);
    const unfinished = join(this.folder, UNFINISHED, key.slice(3));
    const measured = new MeasuredContent();
    try {
      await mkdir(dirname(unfinished), { recursive: true });
      await pipeline(content, measured, createWriteStream(unfinished, { flags: 'wx', flush: true }));
      await mkdir(dirname(target), { recursive: true });
      await rename(unfinished, target);
    } catch (error) {
      content.destroy();
      await rm(unfinished, { force: true });
      throw error;
    }
    return { key, size: measured.bytes, contentHash: measured.contentHash };
  }

  async open(key: string): Promise<Readable> {
    try {
      const file = await open(this.pathOf(key));
      return createReadStream('', { fd: file });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw new FileMissingError(key);
      throw error;
    }
  }

  async delete(key: string): Promise<void> {
    await rm(this.pathOf(key), { force: true });
  }

  async *list(): AsyncGenerator<{ key: string; storedAt: Date }> {
    for (const shelf of await entriesOf(this.folder)) {
      if (!shelf.isDirectory() || shelf.name === UNFINISHED) continue;
      for (const file of await entriesOf(join(this.folder, shelf.name))) {
        const key = `${shelf.name}/${file.name}`;
        if (!isFileKey(key)) continue;
        const storedAt = await timeOf(this.pathOf(key));
        if (storedAt) yield { key, storedAt };
      }
    }
  }

  async clearUnfinished(before: Date): Promise<number> {
    let count = 0;
    for (const { name } of await entriesOf(join(this.folder, UNFINISHED))) {
      const path = join(this.folder, UNFINISHED, name);
      const writtenAt = await timeOf(path);
      if (!writtenAt || writtenAt >= before) continue;
      await rm(path, { force: true });
      count += 1;
    }
    return count;
  }

  private pathOf(key: string): string {
    assertFileKey(key);
    return join(this.folder, key);
  }
}

/** What is in a folder; nothing where there is no such folder yet. */
async function entriesOf(folder: string): Promise<Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** When a file was last written; undefined where somebody removed it meanwhile. */
async function timeOf(path: string): Promise<Date | undefined> {
  try {
    return (await stat(path)).mtime;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
