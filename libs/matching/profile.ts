import { type TermVector } from './index/inverted-index.js';
import { type TermIds } from './index/term-ids.js';
import { normalise } from './reading/normalise.js';
import { splitSections } from './reading/sections.js';
import { cutTerms } from './reading/words.js';
import { type AchievementRecord, type NeedRecord } from './records.js';
import { isGenericWord } from './terms/generic.js';
import { type WeightsTable } from './weights.js';

/** A need's terms with what each counts for before rarity is known, heaviest first. */
export interface NeedProfile {
  record: NeedRecord;
  terms: readonly string[];
  weights: Float64Array;
  /** Too little to go on: fewer than two specific words. No match of it is worth telling. */
  sparse: boolean;
}

export interface AchievementProfile {
  record: AchievementRecord;
  vector: TermVector;
}

// More distinct terms than this are a dictionary or an attack, not a need.
const MOST_TERMS = 4096;

function addTerms(weights: Map<string, number>, text: string, zone: number, table: WeightsTable): void {
  for (const { term, kind } of cutTerms(text)) {
    const known = weights.get(term);
    if (known === undefined && weights.size >= MOST_TERMS) continue;
    const generic = isGenericWord(term) ? table.generic : 1;
    weights.set(term, (known ?? 0) + zone * table.kinds[kind] * generic);
  }
}

export function readNeed(record: NeedRecord, table: WeightsTable): NeedProfile {
  const weights = new Map<string, number>();
  addTerms(weights, normalise(record.title), table.title, table);
  for (const keyword of record.keywords ?? []) addTerms(weights, normalise(keyword), table.keywords, table);
  const text = normalise(record.text ?? '');
  for (const section of splitSections(text)) {
    addTerms(weights, text.slice(section.start, section.end), table.sections[section.kind], table);
  }
  const terms = [...weights].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  let specific = 0;
  for (const [term] of terms) if (term.length > 1 && !isGenericWord(term)) specific += 1;
  return {
    record,
    terms: terms.map(([term]) => term),
    weights: Float64Array.from(terms, ([, weight]) => Math.sqrt(weight)),
    sparse: specific < 4,
  };
}

export function readAchievement(
  record: AchievementRecord,
  termIds: TermIds,
  table: WeightsTable,
): AchievementProfile {
  const weights = new Map<string, number>();
  const flat = { ...table, generic: 1 };
  addTerms(weights, normalise(record.title), table.title, flat);
  for (const keyword of record.keywords ?? []) addTerms(weights, normalise(keyword), table.keywords, flat);
  addTerms(weights, normalise(record.text ?? ''), 1, flat);
  const entries = [...weights].map(([term, weight]) => [termIds.intern(term), weight] as const);
  entries.sort((a, b) => a[0] - b[0]);
  let length = 0;
  for (const [, weight] of entries) length += weight;
  return {
    record,
    vector: {
      ids: Uint32Array.from(entries, ([id]) => id),
      quarters: Uint8Array.from(entries, ([, weight]) => Math.max(1, Math.min(255, Math.round(weight * 4)))),
      length,
    },
  };
}
