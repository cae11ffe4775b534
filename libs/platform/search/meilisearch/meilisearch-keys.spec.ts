import { afterAll, describe, expect, it, jest } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { Meilisearch } from 'meilisearch';
import { searchSynonyms } from '#domain/search/search-words.js';
import {
  ENGINES_MISSING,
  index,
  makeChange,
  makeQuery,
  removeFromMeilisearch,
} from '#test/support/search-engines.js';
import { SearchUnavailableError } from '../search.port.js';
import { MeilisearchEngine } from './meilisearch-engine.js';
import { makeProcessKeys, RIGHTS } from './meilisearch-keys.js';

jest.setTimeout(60_000);

const url = process.env.MEILISEARCH_URL;

for (const missing of ENGINES_MISSING) it.skip(missing, () => undefined);

(url ? describe : describe.skip)('keys of few rights', () => {
  const prefix = `test-${randomBytes(4).toString('hex')}`;
  const admin = new Meilisearch({ host: url ?? 'http://localhost', apiKey: process.env.MEILISEARCH_KEY });
  const keyWith = async (actions: readonly string[]) =>
    (await admin.createKey({ actions: [...actions], indexes: [`${prefix}_*`], expiresAt: null })).key;
  const engineWith = (apiKey: string) =>
    new MeilisearchEngine({ url: url ?? '', apiKey, prefix, synonyms: searchSynonyms });
  const noWords = { add: () => Promise.resolve() };

  afterAll(() => removeFromMeilisearch(prefix));

  it('let one process write and another one search, and say what a key lacks', async () => {
    const writer = engineWith(await keyWith(RIGHTS.index));
    const reader = engineWith(await keyWith(RIGHTS.search));
    await writer.prepare('achievement');
    const change = makeChange({ title: '卤水豆腐' });
    await index(writer, noWords, 'achievement', [change]);
    const { hits } = await reader.search('achievement', makeQuery('豆腐'));
    expect(hits.map(({ recordId }) => recordId)).toEqual([change.recordId]);

    for (const refused of [reader.prepare('achievement'), reader.apply('achievement', [change])]) {
      await expect(refused).rejects.toBeInstanceOf(SearchUnavailableError);
      await expect(refused).rejects.toThrow(/MEILISEARCH_KEY.*documents\.\*, indexes\.\*.*_\*/s);
    }
    await expect(writer.search('achievement', makeQuery('豆腐'))).rejects.toThrow(/the actions search on/);
    await expect(engineWith('no-key').search('achievement', makeQuery('豆腐'))).rejects.toThrow(
      /MEILISEARCH_KEY/,
    );
  });

  it('are made for each kind of process, and serve it as they are', async () => {
    const master = process.env.MEILISEARCH_KEY ?? '';
    const keys = await makeProcessKeys(url ?? '', master, prefix);
    expect(await makeProcessKeys(url ?? '', master, prefix)).toEqual(keys);
    const [api, worker] = [engineWith(keys?.api ?? ''), engineWith(keys?.worker ?? '')];
    await worker.prepare('achievement');
    await worker.search('achievement', makeQuery('豆腐'));
    await api.search('achievement', makeQuery('豆腐'));
    await expect(api.apply('achievement', [makeChange({})])).rejects.toThrow(/MEILISEARCH_KEY/);
    expect(await makeProcessKeys(url ?? '', keys?.worker ?? '', prefix)).toBeNull();
  });

  it('come from a key that may make them, and reach no other index', async () => {
    const other = await admin.createIndex(`other-${prefix}`).waitTask();
    try {
      const engine = engineWith(process.env.MEILISEARCH_KEY ?? '');
      await engine.prepare('achievement');
      await engine.search('achievement', makeQuery('豆腐'));
      const { results } = await admin.getKeys({ limit: 1000 });
      const made = results.filter(({ indexes, name }) => indexes.includes(`${prefix}_*`) && name !== null);
      expect(made.map(({ actions }) => actions)).toEqual(
        expect.arrayContaining([[...RIGHTS.search], [...RIGHTS.index]]),
      );
      for (const { key } of made) {
        const limited = new Meilisearch({ host: url ?? '', apiKey: key });
        await expect(limited.index(other.indexUid ?? '').search('')).rejects.toThrow(/API key/);
        await expect(limited.getKeys()).rejects.toThrow(/API key/);
      }
    } finally {
      await admin.deleteIndex(`other-${prefix}`).waitTask();
    }
  });
});
