import { type SearchFacet } from '#contracts/search.js';
import { type RecordChange, type SearchDocument, UNKNOWN_HIGHEST, UNKNOWN_LOWEST } from '../search.port.js';

/** Stands for everybody in a document's audience. */
export const EVERYBODY = 'everybody';

/** A document as the index keeps it; one with nobody in its audience remembers that its record is gone. */
export interface StoredDocument extends Partial<Record<SearchFacet, readonly string[]>> {
  key: string;
  recordId: string;
  revision: number;
  audience: string[];
  hiddenFrom?: string[];
  title?: string;
  keywords?: readonly string[];
  description?: string;
  owner?: string;
  patentNumbers?: readonly string[];
  externalKey?: string | null;
  trlLevel?: number | null;
  amountLow?: number | null;
  amountHigh?: number | null;
  orderLow?: number;
  orderHigh?: number;
  publishedAt?: number;
}

function storedDocument({ recordId, revision }: RecordChange, document: SearchDocument): StoredDocument {
  const { key, title, keywords, description, owner, patentNumbers, externalKey } = document;
  return {
    key,
    recordId,
    revision,
    audience: [document.audience ?? EVERYBODY],
    hiddenFrom: document.hiddenFrom === null ? [] : [document.hiddenFrom],
    title,
    keywords,
    description,
    owner,
    patentNumbers,
    externalKey,
    ...document.codes,
    trlLevel: document.trl,
    amountLow: document.amountLow,
    amountHigh: document.amountHigh,
    orderLow: document.amountLow ?? UNKNOWN_LOWEST,
    orderHigh: document.amountHigh ?? UNKNOWN_HIGHEST,
    publishedAt: document.publishedAt,
  };
}

/** What must be stored for a change: its documents, or that the record is gone. */
export function storedDocuments(change: RecordChange): StoredDocument[] {
  const { recordId, revision, documents } = change;
  if (documents.length === 0) return [{ key: recordId, recordId, revision, audience: [] }];
  return documents.map((document) => storedDocument(change, document));
}
