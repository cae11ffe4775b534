import { type SearchFacet } from '#contracts/search.js';
import { normalise } from '#matching/reading/normalise.js';
import { type RecordChange, type SearchDocument } from '#platform/search/search.port.js';
import { findChain } from '#vocabulary/chains.js';
import { findDiscipline } from '#vocabulary/disciplines.js';
import { findField } from '#vocabulary/fields.js';
import { industryPath } from '#vocabulary/industries.js';
import { regionPath } from '#vocabulary/regions.js';
import { type Achievement } from '../achievements/achievement.entity.js';
import { maskedTitle } from '../needs/need-view.js';
import { type Need } from '../needs/need.entity.js';
import { type PublishedRecord } from '../records/published-record.entity.js';
import { cutText } from './search-words.js';

/** The end of an amount that is open above. */
const OPEN_END = 99_999_999;

const unique = (codes: readonly (string | undefined)[]): string[] => [
  ...new Set(codes.filter((code) => code !== undefined)),
];

/** A record's codes, each with everything above it in its list. */
function codesOf(record: PublishedRecord): Partial<Record<SearchFacet, string[]>> {
  const withParent =
    (find: (code: string) => { code: string; parent?: string } | undefined) => (code: string) => [
      code,
      find(code)?.parent,
    ];
  return {
    regionCode: record.regionCode ? regionPath(record.regionCode).map(({ code }) => code) : [],
    industryCodes: unique(
      record.industryCodes.flatMap((code) => industryPath(code).map((entry) => entry.code)),
    ),
    disciplineCodes: unique(record.disciplineCodes.flatMap(withParent(findDiscipline))),
    fieldCodes: unique(record.fieldCodes.flatMap(withParent(findField))),
    chainCodes: unique(record.chainCodes.flatMap((code) => [code, findChain(code)?.cluster])),
    cooperationModes: record.cooperationModes,
  };
}

interface Texts {
  title: string;
  description: string;
  keywords: readonly string[];
  owner: string;
}

/** The texts of a document with the words in them. */
function textFields({ title, description, keywords, owner }: Texts) {
  const texts = {
    title: normalise(title),
    description: normalise(description),
    keywords: keywords.map(normalise),
    owner: normalise(owner),
  };
  return {
    ...texts,
    cut: {
      title: cutText(texts.title),
      keywords: cutText(texts.keywords.join('\n')),
      body: cutText(texts.description),
      owner: cutText(texts.owner),
    },
  };
}

function sharedFields(record: PublishedRecord) {
  return {
    key: record.id,
    audience: null,
    hiddenFrom: null,
    externalKey: record.externalKey,
    codes: { ...codesOf(record), organisationKind: [record.organisation.kind] },
    publishedAt: record.publishedAt?.getTime() ?? 0,
  };
}

const amount = (text: string | null) => (text === null ? null : Number(text));

function achievementDocument(achievement: Achievement): SearchDocument {
  const shared = sharedFields(achievement);
  const { priceKind, priceMin, priceMax, trl, patentNumbers } = achievement;
  return {
    ...shared,
    ...textFields({ ...achievement, owner: achievement.organisation.name }),
    codes: { ...shared.codes, tier: [achievement.tier], ...(trl !== null && { trl: [String(trl)] }) },
    patentNumbers,
    trl,
    amountLow: amount(priceMin),
    amountHigh: amount(priceKind === 'fixed' ? priceMin : priceMax),
  };
}

function openNeed(need: Need): SearchDocument {
  const known = need.budgetMin !== null || need.budgetMax !== null;
  return {
    ...sharedFields(need),
    ...textFields({ ...need, owner: need.organisation.name }),
    patentNumbers: [],
    trl: null,
    amountLow: known ? (amount(need.budgetMin) ?? 0) : null,
    amountHigh: known ? (amount(need.budgetMax) ?? OPEN_END) : null,
  };
}

/** What everybody else finds of a confidential need: nothing that `needView` does not show them. */
const maskedNeed = (need: Need): SearchDocument => ({
  ...openNeed(need),
  ...textFields({ title: maskedTitle(need), description: '', keywords: [], owner: '' }),
  hiddenFrom: need.organisationId,
  externalKey: null,
  codes: codesOf(need),
  amountLow: null,
  amountHigh: null,
});

/** The key of the document that only the owner of a confidential need finds. */
const ownKey = (id: string) => `${id}-own`;

/** What the index must hold of an achievement; its organisation must be loaded. */
export const achievementChange = (achievement: Achievement): RecordChange => ({
  recordId: achievement.id,
  revision: Number(achievement.revision),
  documents: achievement.state === 'published' ? [achievementDocument(achievement)] : [],
});

/** What the index must hold of a need; its organisation must be loaded. */
export function needChange(need: Need): RecordChange {
  const { id, revision, state, confidential, organisationId } = need;
  const documents = !confidential
    ? [openNeed(need)]
    : [maskedNeed(need), { ...openNeed(need), key: ownKey(id), audience: organisationId }];
  return { recordId: id, revision: Number(revision), documents: state === 'published' ? documents : [] };
}

/** Neighbouring words of a title as one: 卤水 and 豆腐 are slipped in together, and proposed together. */
function joinedWords({ title, cut }: SearchDocument): string[] {
  const { words } = cut.title;
  return words
    .map((word, at) => word + (words[at + 1] ?? ''))
    .filter((joined, at) => joined.length > (words[at]?.length ?? 0) && title.includes(joined));
}

/** The words of those documents that everybody may find. */
export function* publicWords(changes: readonly RecordChange[]): Iterable<string> {
  for (const { documents } of changes) {
    for (const document of documents) {
      if (document.audience !== null) continue;
      const { title, keywords, body } = document.cut;
      yield* [
        ...title.words,
        ...keywords.words,
        ...body.words,
        ...document.keywords,
        ...joinedWords(document),
      ];
    }
  }
}
