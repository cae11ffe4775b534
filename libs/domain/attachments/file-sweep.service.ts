import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { FileStore } from '#platform/files/file-store.port.js';

/** Keys that are looked up at once. */
const BATCH = 500;

/** Removes stored files that nothing refers to: those whose request, or whose removal, was cut off. */
@Injectable()
export class FileSweep {
  constructor(
    private readonly dataSource: DataSource,
    private readonly files: FileStore,
  ) {}

  /**
   * @param before files of later than this may belong to a request that is still on its way.
   * @returns how many were removed.
   */
  async sweep(before: Date): Promise<number> {
    let removed = await this.files.clearUnfinished(before);
    let keys: string[] = [];
    for await (const { key, storedAt } of this.files.list()) {
      if (storedAt >= before) continue;
      keys.push(key);
      if (keys.length < BATCH) continue;
      removed += await this.removeOrphans(keys);
      keys = [];
    }
    return removed + (await this.removeOrphans(keys));
  }

  private async removeOrphans(keys: readonly string[]): Promise<number> {
    if (keys.length === 0) return 0;
    const orphans = await this.dataSource.query<{ key: string }[]>(
      `SELECT key FROM unnest($1::text[]) AS key
        WHERE NOT EXISTS (SELECT 1 FROM attachments WHERE file_key = key)
          AND NOT EXISTS (SELECT 1 FROM imports WHERE file_key = key)`,
      [keys],
    );
    for (const { key } of orphans) await this.files.delete(key);
    return orphans.length;
  }
}
