import { CreateBucketCommand, DeleteBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { type FileStore } from './file-store.port.js';
import { FolderStore } from './folder-store.js';
import { S3Store } from './s3-store.js';

interface StoreUnderTest {
  store: FileStore;
  remove: () => Promise<void>;
}

async function openFolder(): Promise<StoreUnderTest & { folder: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'duijie-files-'));
  const remove = () => rm(folder, { recursive: true, force: true });
  return { folder, store: new FolderStore(join(folder, 'files')), remove };
}

async function openBucket(endpoint: string): Promise<StoreUnderTest> {
  const accessKeyId = process.env.S3_ACCESS_KEY_ID ?? '';
  const secretAccessKey = process.env.S3_SECRET_ACCESS_KEY ?? '';
  const region = process.env.S3_REGION ?? 'us-east-1';
  const bucket = `duijie-test-${randomBytes(6).toString('hex')}`;
  const client = new S3Client({
    endpoint,
    region,
    credentials: { accessKeyId, secretAccessKey },
    forcePathStyle: true,
  });
  await client.send(new CreateBucketCommand({ Bucket: bucket }));
  const store = new S3Store({ endpoint, bucket, region, accessKeyId, secretAccessKey });
  return {
    store,
    remove: async () => {
      for await (const { key } of store.list()) await store.delete(key);
      await client.send(new DeleteBucketCommand({ Bucket: bucket }));
    },
  };
}

const endpoint = process.env.S3_ENDPOINT;
const ADAPTERS: readonly [name: string, open: (() => Promise<StoreUnderTest>) | null][] = [
  ['a folder', openFolder],
  [`S3 at ${endpoint ?? '(S3_ENDPOINT is not given)'}`, endpoint ? () => openBucket(endpoint) : null],
];

async function readAll(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

for (const [name, open] of ADAPTERS) {
  (open ? describe : describe.skip)(`files in ${name}`, () => {
    let store: FileStore;
    let remove: () => Promise<void>;

    beforeAll(async () => {
      ({ store, remove } = await open!());
    });

    afterAll(() => remove());

    const keys = async () => {
      const found: string[] = [];
      for await (const { key } of store.list()) found.push(key);
      return found;
    };

    it.each([0, 1, 12_345, 7_000_000])('gives %i bytes back as they were', async (size) => {
      const content = randomBytes(size);
      const stored = await store.put(Readable.from([content.subarray(0, 100), content.subarray(100)]));
      expect(stored).toEqual({
        key: expect.stringMatching(/^[0-9a-f]{2}\/[0-9a-f-]{36}$/),
        size,
        contentHash: createHash('sha256').update(content).digest('hex'),
      });
      expect((await readAll(await store.open(stored.key))).equals(content)).toBe(true);
    });

    it('keeps two files of the same content apart', async () => {
      const [first, second] = await Promise.all([put('同样'), put('同样')]);
      expect(first.contentHash).toBe(second.contentHash);
      await store.delete(first.key);
      expect((await readAll(await store.open(second.key))).toString()).toBe('同样');
    });

    it('keeps nothing of a file whose upload breaks off', async () => {
      const before = await keys();
      const broken = Readable.from(
        (async function* () {
          yield Buffer.alloc(6_000_000);
          await Promise.resolve();
          throw new Error('the line was cut');
        })(),
      );
      await expect(store.put(broken)).rejects.toThrow('the line was cut');
      expect(await keys()).toEqual(before);
      expect(await store.clearUnfinished(new Date(Date.now() + 60_000))).toBe(0);
    });

    it('says that a file is gone, and deletes it twice without complaint', async () => {
      const { key } = await put('一次');
      await store.delete(key);
      await store.delete(key);
      await expect(store.open(key)).rejects.toMatchObject({ name: 'FileMissingError' });
      expect(await keys()).not.toContain(key);
    });

    it('lists what is there, and since when', async () => {
      const { key } = await put('有');
      const found = [];
      for await (const file of store.list()) found.push(file);
      const file = found.find((one) => one.key === key);
      expect(Math.abs(Date.now() - Number(file?.storedAt))).toBeLessThan(60_000);
    });

    it.each(['../secret', '/etc/passwd', 'ab/../../x', '', 'ab/ab\u0000', `${'a'.repeat(2)}/`])(
      'takes %j for no key',
      async (key) => {
        await expect(store.open(key)).rejects.toThrow('not the key');
        await expect(store.delete(key)).rejects.toThrow('not the key');
      },
    );

    const put = (text: string) => store.put(Readable.from([Buffer.from(text)]));
  });
}

describe('a folder whose writer was killed', () => {
  it('shows no file, and is cleared', async () => {
    const { folder, store, remove } = await openFolder();
    await store.put(Readable.from([Buffer.from('whole')]));
    await writeFile(join(folder, 'files', 'unfinished', 'half'), 'ha');
    let count = 0;
    for await (const _ of store.list()) count += 1;
    expect(count).toBe(1);
    expect(await store.clearUnfinished(new Date(Date.now() - 60_000))).toBe(0);
    expect(await store.clearUnfinished(new Date(Date.now() + 60_000))).toBe(1);
    await remove();
  });
});
