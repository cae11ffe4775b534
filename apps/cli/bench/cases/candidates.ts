import { randomBytes, randomUUID } from 'node:crypto';

import { DataSource } from 'typeorm';

import { Achievement } from '#domain/achievements/achievement.entity.js';
import { ENTITIES } from '#domain/domain.entities.js';
import { isSampled, SearchedCandidates } from '#domain/matches/searched-candidates.js';
import { Organisation } from '#domain/organisations/organisation.entity.js';
import { achievementChange } from '#domain/search/search-documents.js';
import { searchSynonyms } from '#domain/search/search-words.js';
import { type CandidateSource } from '#matching/candidate-source.js';
import { MatchingEngine } from '#matching/engine.js';
import { type AchievementRecord, type NeedRecord } from '#matching/records.js';
import { dataSourceOptions } from '#platform/database/data-source.js';
import { startEmbeddedPostgres } from '#platform/database/embedded-postgres.js';
import { migrateDatabase } from '#platform/database/prepare-database.js';
import { MeilisearchEngine } from '#platform/search/meilisearch/meilisearch-engine.js';
import { PostgresEngine } from '#platform/search/postgres/postgres-engine.js';
import { type SearchEngine } from '#platform/search/search.port.js';
import { WordList } from '#platform/search/word-list.js';

import { type BenchCase } from '../bench-case.js';
import { timed } from '../clock.js';
import { beside, type Measurement, percentile } from '../measurement.js';
import { RealData } from '../real-data.js';
import { makeTemporaryFolder } from '../temporary-folder.js';
import { removeIndexes } from './search.js';

const KEPT = 50;
const GOOD = 3;
const BATCH = 500;

interface GradedNeed {
  need: NeedRecord;
  /** Achievements that readers graded 3 or 4. */
  good: readonly string[];
}

/**
 * What a match loses when its candidates come from a search engine, as they do where no process can hold the library:
 * the share of the pairs that readers graded 3 or 4 which is among a need's best 50, beside the same with all
 * achievements at hand. The engine holds every sixteenth of them, as the platform's processes then do.
 */
export const candidates: BenchCase = {
  name: 'quality.candidates',
  measures: [
    'quality.candidates.postgres',
    'quality.candidates.postgres.p95',
    'quality.candidates.meilisearch',
    'quality.candidates.meilisearch.p95',
  ],
  isOnRequest: true,
  async run({ dataDir, note }) {
    const data = new RealData(dataDir ?? '');
    if (dataDir === undefined || !data.has('judged', 'qrels.tsv')) {
      note('quality.candidates is left out: no folder with judged/qrels.tsv (--data, DUIJIE_BENCH_DATA)');
      return [];
    }
    // The platform's ids say who is in the sample, so records take such ids here too.
    const ids = new Map<string, string>();
    const records = (await data.achievements()).map((record) => {
      const id: string = randomUUID();
      ids.set(record.id, id);
      return { ...record, id };
    });
    const judgements = await data.judgements();
    const needs = (await data.needs()).flatMap((need): GradedNeed[] => {
      const good = [...(judgements.get(need.id) ?? [])].filter(([, grade]) => grade >= GOOD);
      return good.length === 0 ? [] : [{ need, good: good.map(([id]) => ids.get(id)!) }];
    });
    const whole = new MatchingEngine();
    for (const record of records) whole.achievements.upsert(record);
    const atHand = await keptShare(whole, needs);
    note(`${needs.length} needs with ${needs.reduce((sum, { good }) => sum + good.length, 0)} such pairs`);
    const measurements: Measurement[] = [];
    await withSearchEngines(note, async (name, engine) => {
      await fill(engine, records);
      const byId = new Map(records.map((record) => [record.id, record]));
      const load = (wanted: readonly string[]) => Promise.resolve(wanted.map((id) => byId.get(id)!));
      const searched = await keptShare(sampled(records, new SearchedCandidates(engine, load)), needs);
      measurements.push(
        beside(
          { name: `quality.candidates.${name}`, value: searched.share, unit: 'share' },
          'all at hand',
          atHand.share,
        ),
        beside(
          { name: `quality.candidates.${name}.p95`, value: searched.p95, unit: 'ms' },
          'all at hand',
          atHand.p95,
        ),
      );
    });
    return measurements;
  },
};

function sampled(records: readonly AchievementRecord[], source: CandidateSource): MatchingEngine {
  const engine = new MatchingEngine({ candidates: source });
  for (const record of records) if (isSampled(record.id)) engine.achievements.upsert(record);
  return engine;
}

async function keptShare(
  engine: MatchingEngine,
  needs: readonly GradedNeed[],
): Promise<{ share: number; p95: number }> {
  let kept = 0;
  let all = 0;
  const times: number[] = [];
  for (const { need, good } of needs) {
    const found = new Set<string>();
    const time = await timed(async () => {
      for (const match of await engine.matchNeed(need, { top: KEPT })) found.add(match.achievementId);
    });
    times.push(time);
    kept += good.filter((id) => found.has(id)).length;
    all += good.length;
  }
  return { share: kept / all, p95: percentile(times, 0.95) };
}

async function withSearchEngines(
  note: (text: string) => void,
  use: (name: string, engine: SearchEngine) => Promise<void>,
): Promise<void> {
  const folder = await makeTemporaryFolder('candidates');
  const server = await startEmbeddedPostgres(folder.path, ['fsync=off']);
  const settings = { applicationName: 'duijie-bench', poolSize: 4 };
  try {
    await migrateDatabase(dataSourceOptions(server.ownerUrl, ENTITIES, settings), server.url);
    const dataSource = await new DataSource(dataSourceOptions(server.url, ENTITIES, settings)).initialize();
    const engine = new PostgresEngine(dataSource, new WordList(dataSource));
    try {
      await use('postgres', engine);
    } finally {
      await engine.onApplicationShutdown();
      await dataSource.destroy();
    }
  } finally {
    await server.stop();
    await folder.remove();
  }
  const url = process.env.MEILISEARCH_URL;
  const apiKey = process.env.MEILISEARCH_KEY;
  if (!url) {
    note('MEILISEARCH_URL is not given: PostgreSQL alone is measured');
    return;
  }
  const prefix = `bench-${randomBytes(4).toString('hex')}`;
  try {
    await use('meilisearch', new MeilisearchEngine({ url, apiKey, prefix, synonyms: searchSynonyms }));
  } finally {
    await removeIndexes(url, apiKey, prefix);
  }
}

async function fill(engine: SearchEngine, records: readonly AchievementRecord[]): Promise<void> {
  await engine.prepare('achievement');
  for (let from = 0; from < records.length; from += BATCH) {
    const batch = records.slice(from, from + BATCH);
    await engine.apply(
      'achievement',
      batch.map((record, at) => achievementChange(published(record, from + at + 1))),
    );
  }
}

/** A record as the platform has it once it is published, with nothing but its texts known. */
const published = ({ id, title, text = '', keywords = [] }: AchievementRecord, revision: number) =>
  Object.assign(new Achievement(), {
    id,
    title,
    description: text,
    keywords: [...keywords],
    organisation: Object.assign(new Organisation(), { name: '', kind: 'university' }),
    revision: String(revision),
    state: 'published',
    externalKey: null,
    patentNumbers: [],
    disciplineCodes: [],
    fieldCodes: [],
    industryCodes: [],
    chainCodes: [],
    cooperationModes: [],
    regionCode: null,
    trl: null,
    priceKind: null,
    priceMin: null,
    priceMax: null,
    publishedAt: null,
  });
