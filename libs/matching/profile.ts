import { type TermVector } from './index/inverted-index.js';
import { packed } from './index/posting-lists.js';
import { expectedShare, type TermIds } from './index/term-ids.js';
import { askedIndicators, type StatedIndicator } from './factors/indicator-factor.js';
import { normalise } from './reading/normalise.js';
import { splitSections } from './reading/sections.js';
import { TermList } from './reading/term-list.js';
import { cutTerms, spell, type TermKey, type TermKind } from './reading/words.js';
import { type AchievementRecord, type NeedRecord } from './records.js';
import { groupTerms } from './term-groups.js';
import { siblingConcepts } from './terms/concepts.js';
import { isGenericWord } from './terms/generic.js';
import { type WeightsTable } from './weights.js';

/** A need's terms, side by side in arrays, as they are before it is known how rare each is in a library. */
export interface NeedProfile {
  record: NeedRecord;
  terms: TermList;
  /** Names of the concepts, by place. */
  conceptNames: ReadonlyMap<number, string>;
  ids: Int32Array;
  shares: Float32Array;
  weights: Float64Array;
  /** Terms that speak of one thing (a word, its characters, the concept it names) carry one number. */
  groups: Uint16Array;
  groupCount: number;
  /** 1 for the groups with a term that names a thing: a word, a name or a concept, not a pair or a character. */
  namedGroups: Uint8Array;
  /** Places of the words, names and concepts of the title that are not generic. */
  titleTerms: readonly number[];
  /** What the title asks for as the table of concepts knows it, and the like that it does not ask for. */
  object?: { id: number; others: Int32Array };
  /**
   * Nothing to go on: the words say nothing in particular, or they are a whole book's. No match of such a need is worth
   * telling.
   */
  sparse: boolean;
  /** The quantities asked for. */
  asked: readonly StatedIndicator[];
}

// More distinct terms than this are a dictionary or an attack, not a record.
const MOST_TERMS = 4096;
// The least that can be understood: 钛材 and 焊接, one of which the table of concepts knows.
const FEWEST_SPECIFIC_TERMS = 3;

interface Use {
  kind: TermKind;
  key: TermKey;
  written: string;
  inTitle: boolean;
  weight: number;
  uses: number;
}

function kindWeight(kind: TermKind, written: string, table: WeightsTable): number {
  const isGeneric = (kind === 'word' || kind === 'pair' || kind === 'latin') && isGenericWord(written);
  return table.kinds[kind] * (isGeneric ? table.generic : 1);
}

/** Keeps the terms of one text apart by kind and key; a concept and what implies it are one term. */
class Uses {
  private readonly words = new Map<TermKey, Use>();
  private readonly pairs = new Map<TermKey, Use>();
  private readonly concepts = new Map<TermKey, Use>();
  readonly all: Use[] = [];

  constructor(private readonly table: WeightsTable) {}

  read(text: string, zone: number, inTitle = false): void {
    cutTerms(text, (kind, key, word) => {
      // Codes of pairs and of characters do not overlap, so one map holds both.
      const map = kind === 'pair' || kind === 'character' ? this.pairs : this.mapOfStrings(kind);
      const known = map.get(key);
      if (known) {
        known.uses += zone;
        // A concept that is named itself counts in full, though a narrower one implied it before.
        if (kind === 'concept' && known.kind === 'broader') {
          Object.assign(known, { kind, written: word ?? '', weight: this.table.kinds.concept });
        }
        return;
      }
      if (this.all.length === MOST_TERMS) return;
      const written = word ?? spell(kind, key);
      const use = { kind, key, written, inTitle, weight: kindWeight(kind, written, this.table), uses: zone };
      map.set(key, use);
      this.all.push(use);
    });
  }

  private mapOfStrings(kind: TermKind): Map<TermKey, Use> {
    return kind === 'word' || kind === 'latin' ? this.words : this.concepts;
  }
}

/** `isKept` for a need of the library: its terms get numbers for good. */
export function readNeed(
  record: NeedRecord,
  termIds: TermIds,
  table: WeightsTable,
  isKept: boolean,
): NeedProfile {
  const uses = new Uses(table);
  uses.read(normalise(record.title), table.title, true);
  const object = objectOf(
    uses.all.filter(({ kind }) => kind === 'concept').map(({ key }) => String(key)),
    (name) => (isKept ? termIds.intern('concept', name) : termIds.find('concept', name)),
  );
  for (const keyword of record.keywords ?? []) uses.read(normalise(keyword), table.keywords);
  const text = normalise(record.text ?? '');
  for (const section of splitSections(text)) {
    uses.read(text.slice(section.start, section.end), table.sections[section.kind]);
  }
  const terms = uses.all;
  const { groups, groupCount } = groupTerms(terms);
  const profile = {
    record,
    terms: new TermList(terms),
    conceptNames: new Map<number, string>(),
    ids: new Int32Array(terms.length),
    shares: new Float32Array(terms.length),
    weights: new Float64Array(terms.length),
    groups,
    groupCount,
    namedGroups: new Uint8Array(groupCount),
    titleTerms: [] as number[],
    ...(object && { object }),
  };
  let specific = 0;
  terms.forEach((use, place) => {
    const { kind, key } = use;
    const id = isKept ? termIds.intern(kind, key) : termIds.find(kind, key);
    profile.ids[place] = id;
    profile.shares[place] = id < 0 ? expectedShare(kind, key) : termIds.share(id);
    profile.weights[place] = use.weight * use.uses ** table.repetition;
    if (kind === 'concept') profile.conceptNames.set(place, String(key));
    if (!isNaming(kind)) return;
    profile.namedGroups[groups[place]!] = 1;
    if (isGenericWord(use.written)) return;
    if (use.inTitle) profile.titleTerms.push(place);
    specific += 1;
  });
  const sparse = specific < FEWEST_SPECIFIC_TERMS || terms.length === MOST_TERMS;
  return { ...profile, sparse, asked: askedIndicators(record) };
}

/** A title says what is asked for last: 磷酸铁锂电池用电解液的研发 asks for 电解液, not for 正极材料. */
function objectOf(named: readonly string[], idOf: (name: string) => number): NeedProfile['object'] {
  const asked = named.at(-1);
  if (asked === undefined) return undefined;
  const others = siblingConcepts(asked).filter((name) => !named.includes(name));
  return others.length === 0 ? undefined : { id: idOf(asked), others: Int32Array.from(others, idOf) };
}

function isNaming(kind: TermKind): boolean {
  return kind === 'word' || kind === 'latin' || kind === 'concept';
}

// What a broader concept counts for in a text that names only a narrower one, in quarters of a use.
const QUARTERS_OF_BROADER = 2;

/** An achievement as the library keeps it. */
export interface AchievementTerms {
  vector: TermVector;
  /** Numbers of the words that name its concepts, in reading order, keywords last; see `conceptWord`. */
  conceptWords: Uint32Array;
}

/** The terms of an achievement. One that is only asked about (`isKept` false) gives no numbers to new terms. */
export function readAchievement(
  record: AchievementRecord,
  termIds: TermIds,
  isKept: boolean,
): AchievementTerms {
  const quarters = new Map<number, number>();
  let length = 0;
  const visit = (kind: TermKind, key: TermKey) => {
    if (kind === 'word' || kind === 'pair' || kind === 'latin') length += 1;
    const id = isKept ? termIds.intern(kind, key) : termIds.find(kind, key);
    if (id < 0) return;
    const known = quarters.get(id);
    if (known === undefined && quarters.size >= MOST_TERMS) return;
    quarters.set(id, (known ?? 0) + (kind === 'broader' ? QUARTERS_OF_BROADER : 4));
  };
  const cut = (part: string) => cutTerms(normalise(part), visit);
  const title = cut(record.title);
  const keywords = (record.keywords ?? []).flatMap(cut);
  const naming = [...title, ...cut(record.text ?? ''), ...keywords];
  const entries = new Uint32Array(quarters.size);
  let end = 0;
  for (const [id, count] of quarters) {
    entries[end] = packed(id, Math.min(255, count));
    end += 1;
  }
  return {
    vector: { entries: entries.sort(), start: 0, end, length },
    conceptWords: Uint32Array.from(new Set(naming.map(({ number }) => number))),
  };
}
