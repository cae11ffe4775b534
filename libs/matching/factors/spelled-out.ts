import { expectedShare, type TermIds } from '../index/term-ids.js';
import { type NeedProfile } from '../profile.js';
import { TermList } from '../reading/term-list.js';
import { type TermKind } from '../reading/words.js';
import { type Abbreviations } from '../terms/abbreviations.js';

// What other names for a term weigh together, beside the term itself: that a library uses them so is likely, not sure.
const OTHER_NAME = 0.7;

/**
 * The need with other names for what it names: the words that its abbreviations stand for, and the abbreviations of what
 * it spells out, as the library's own texts define them. They stand in the group of the term they are another name for.
 */
export function spelledOut(
  profile: NeedProfile,
  abbreviations: Abbreviations,
  termIds: TermIds,
): NeedProfile {
  const { terms, weights, groups } = profile;
  // Most needs have nothing that goes by another name.
  let names: Set<string> | undefined;
  const has = (name: string) => (names ??= new Set(Array.from(terms, ({ written }) => written))).has(name);
  const added: { kind: TermKind; written: string; place: number; weight: number }[] = [];
  const add = (kind: TermKind, name: string, place: number, share: number) => {
    if (has(name)) return;
    names?.add(name);
    added.push({ kind, written: name, place, weight: OTHER_NAME * share * weights[place]! });
  };
  for (let place = 0; place < terms.length; place += 1) {
    const kind = terms.kind(place);
    if (kind !== 'word' && kind !== 'latin') continue;
    const name = terms.written(place);
    if (kind === 'latin') {
      const words = abbreviations.longOf(name);
      for (const word of words) if (word.length > 1) add('word', word, place, 1 / words.length);
    }
    for (const { short, words } of abbreviations.endingWith(name)) {
      if (words.every((word) => word.length === 1 || has(word))) add('latin', short, place, 1);
    }
  }
  if (added.length === 0) return profile;
  const ids = added.map(({ kind, written: name }) => termIds.find(kind, name));
  return {
    ...profile,
    terms: new TermList([...terms, ...added]),
    ids: Int32Array.from([...profile.ids, ...ids]),
    shares: Float32Array.from([
      ...profile.shares,
      ...added.map(({ kind, written: name }, i) =>
        ids[i]! < 0 ? expectedShare(kind, name) : termIds.share(ids[i]!),
      ),
    ]),
    weights: Float64Array.from([...weights, ...added.map(({ weight }) => weight)]),
    groups: Uint16Array.from([...groups, ...added.map(({ place }) => groups[place]!)]),
  };
}
