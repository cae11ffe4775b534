import { randomBytes, randomUUID } from 'node:crypto';
import { Meilisearch } from 'meilisearch';
import { type DataSource } from 'typeorm';
import { type SearchKind } from '#contracts/search.js';
import { parseQuery } from '#domain/search/parse-query.js';
import { cutText, searchSynonyms } from '#domain/search/search-words.js';
import { publicWords } from '#domain/search/search-documents.js';
import { normalise } from '#matching/reading/normalise.js';
import { MeilisearchEngine } from '#platform/search/meilisearch/meilisearch-engine.js';
import { PostgresEngine } from '#platform/search/postgres/postgres-engine.js';
import {
  type EngineQuery,
  type RecordChange,
  type SearchDocument,
  type SearchEngine,
} from '#platform/search/search.port.js';
import { WordList } from '#platform/search/word-list.js';

export interface EngineUnderTest {
  name: string;
  open(dataSource: DataSource): SearchEngine;
  /** Takes away what the suite left on a server that outlives it. */
  remove(): Promise<void>;
}

const url = process.env.MEILISEARCH_URL;

const PREFIX = `test-${randomBytes(4).toString('hex')}`;

/** Every adapter whose server is there. PostgreSQL always is. */
export const ENGINES: EngineUnderTest[] = [
  {
    name: 'PostgreSQL',
    open: (dataSource) => new PostgresEngine(dataSource, new WordList(dataSource)),
    remove: () => Promise.resolve(),
  },
  ...(url
    ? [
        {
          name: 'Meilisearch',
          open: () =>
            new MeilisearchEngine({
              url,
              apiKey: process.env.MEILISEARCH_KEY,
              prefix: PREFIX,
              synonyms: searchSynonyms,
            }),
          remove: () => removeFromMeilisearch(PREFIX),
        },
      ]
    : []),
];

/** Deletes the indexes and keys of one installation from the server at MEILISEARCH_URL. */
export async function removeFromMeilisearch(prefix: string): Promise<void> {
  if (!url) return;
  const admin = new Meilisearch({ host: url, apiKey: process.env.MEILISEARCH_KEY });
  const { results: indexes } = await admin.getRawIndexes({ limit: 1000 });
  for (const { uid } of indexes) if (uid.startsWith(`${prefix}_`)) await admin.deleteIndex(uid);
  const { results: keys } = await admin.getKeys({ limit: 1000 });
  for (const { uid, indexes: own } of keys) if (own.includes(`${prefix}_*`)) await admin.deleteKey(uid);
}

/** Why an adapter is not among them, for the run to say. */
export const ENGINES_MISSING = url
  ? []
  : ['Meilisearch: could not run, because MEILISEARCH_URL is not given'];

type Texts = Partial<Pick<SearchDocument, 'title' | 'description' | 'keywords' | 'owner'>>;
export type DocumentDraft = Partial<Omit<SearchDocument, 'cut' | keyof Texts>> & Texts;

/** A document that is valid by default. */
export function makeDocument(recordId: string, draft: DocumentDraft): SearchDocument {
  const title = normalise(draft.title ?? '一种成果');
  const description = normalise(draft.description ?? '');
  const owner = normalise(draft.owner ?? '');
  const keywords = (draft.keywords ?? []).map(normalise);
  return {
    key: recordId,
    audience: null,
    hiddenFrom: null,
    patentNumbers: [],
    externalKey: null,
    codes: {},
    trl: null,
    amountLow: null,
    amountHigh: null,
    publishedAt: Date.UTC(2026, 0, 1),
    ...draft,
    title,
    description,
    owner,
    keywords,
    cut: {
      title: cutText(title),
      keywords: cutText(keywords.join('\n')),
      body: cutText(description),
      owner: cutText(owner),
    },
  };
}

let revision = 0;

/** A change that puts one document in; revisions rise from call to call. */
export function makeChange(draft: DocumentDraft, recordId: string = randomUUID()): RecordChange {
  revision += 1;
  return { recordId, revision, documents: [makeDocument(recordId, draft)] };
}

export function makeRemoval(recordId: string): RecordChange {
  revision += 1;
  return { recordId, revision, documents: [] };
}

/** Indexes as the follower does: the engine and the list of words. */
export async function index(
  engine: SearchEngine,
  words: Pick<WordList, 'add'>,
  kind: SearchKind,
  changes: readonly RecordChange[],
): Promise<void> {
  await engine.apply(kind, changes);
  await words.add(publicWords(changes));
}

export const makeQuery = (q: string, changes: Partial<EngineQuery> = {}): EngineQuery => ({
  text: parseQuery(q),
  filters: { codes: {} },
  audience: { organisationId: null },
  facets: [],
  order: 'relevance',
  after: null,
  limit: 20,
  ...changes,
});
