import { agricultureMedicineConcepts } from './concepts/agriculture-medicine.js';
import { chemistryFoodConcepts } from './concepts/chemistry-food.js';
import { energyElectricalConcepts } from './concepts/energy-electrical.js';
import { environmentConstructionConcepts } from './concepts/environment-construction.js';
import { informationConcepts } from './concepts/information.js';
import { machineryVehicleConcepts } from './concepts/machinery-vehicles.js';
import { materialConcepts } from './concepts/materials.js';
import { polymerCompositeConcepts } from './concepts/polymers-composites.js';
import { WordTrie } from './word-trie.js';

/**
 * The domain's own knowledge, to be edited by people who have it. One concept a line: its name, then other words for
 * it (synonyms, kinds that may stand for it, abbreviations), then, each after a `<`, broader concepts it belongs to.
 * Words are written as `normalise` writes them: lower case, half-width, without spaces. A broader concept need not
 * have a line of its own.
 */
const table = [
  materialConcepts,
  polymerCompositeConcepts,
  energyElectricalConcepts,
  machineryVehicleConcepts,
  informationConcepts,
  environmentConstructionConcepts,
  chemistryFoodConcepts,
  agricultureMedicineConcepts,
].join('\n');

/** A concept as a text names it. */
export interface Concept {
  name: string;
  /** The concepts one step broader. */
  broader: readonly string[];
}

/** A word of the table. */
export interface ConceptWord {
  /** Its place in the table, good for as long as the process lives. */
  number: number;
  word: string;
  /** What it names: mostly one thing. */
  concepts: readonly Concept[];
}

/** The lines of the table: a concept's name, its other words, what it belongs to. */
export function conceptLines(): { name: string; words: string[]; broader: string[] }[] {
  const lines: { name: string; words: string[]; broader: string[] }[] = [];
  for (const line of table.split('\n')) {
    const [words = '', ...broader] = line.split('<').map((part) => part.trim());
    const [name, ...others] = words.split(/\s+/);
    if (name) lines.push({ name, words: others, broader });
  }
  return lines;
}

interface Dictionary {
  trie: WordTrie;
  /** By number. */
  words: readonly ConceptWord[];
  concepts: ReadonlyMap<string, Concept>;
}

let made: Dictionary | undefined;

function dictionary(): Dictionary {
  if (made) return made;
  const concepts = new Map<string, Concept>();
  const naming = new Map<string, Concept[]>();
  const add = (concept: Concept, words: readonly string[]) => {
    concepts.set(concept.name, concept);
    for (const word of new Set(words)) naming.set(word, [...(naming.get(word) ?? []), concept]);
  };
  const lines = conceptLines();
  for (const { name, words, broader } of lines) add({ name, broader }, [name, ...words]);
  for (const name of lines.flatMap((line) => line.broader)) {
    if (!concepts.has(name)) add({ name, broader: [] }, [name]);
  }
  const trie = new WordTrie();
  const words = [...naming].map(([word, named], number) => {
    trie.plant(word, number);
    return { number, word, concepts: named };
  });
  made = { trie, words, concepts };
  return made;
}

const isLatin = (code: number) => (code >= 97 && code <= 122) || (code >= 48 && code <= 57);

/**
 * The words of the table that a normalised text holds, in reading order, the longest at each place. Latin words count
 * only as whole words: pp, not the pp in ppm.
 * @param boundaries 1 at each place where a word begins or ends; short words must stand between two of them.
 */
export function findConceptWords(text: string, boundaries?: Uint8Array): ConceptWord[] {
  const { trie, words } = dictionary();
  const found: ConceptWord[] = [];
  for (let start = 0; start < text.length;) {
    const first = text.charCodeAt(start);
    const mayBegin =
      trie.isFirst(first) && !(isLatin(first) && start > 0 && isLatin(text.charCodeAt(start - 1)));
    const longest = mayBegin ? longestWord(trie, text, start, boundaries) : -1;
    if (longest < 0) {
      start += 1;
      continue;
    }
    const word = words[longest]!;
    found.push(word);
    start += word.word.length;
  }
  return found;
}

function longestWord(trie: WordTrie, text: string, start: number, boundaries?: Uint8Array): number {
  let longest = -1;
  let node = WordTrie.ROOT;
  for (let at = start; at < text.length; at += 1) {
    node = trie.next(node, text.charCodeAt(at));
    if (node === 0) break;
    const word = trie.wordAt(node);
    if (word < 0) continue;
    const end = at + 1;
    const cutsName = isLatin(text.charCodeAt(at)) && isLatin(text.charCodeAt(end));
    const cutsWord = end - start < 4 && boundaries && !(boundaries[start] === 1 && boundaries[end] === 1);
    if (!cutsName && !cutsWord) longest = word;
  }
  return longest;
}

/** The word of a number that `findConceptWords` gave. */
export function conceptWord(number: number): ConceptWord {
  return dictionary().words[number]!;
}

/** The concepts one step broader than this one. */
export function broaderConcepts(name: string): readonly string[] {
  return dictionary().concepts.get(name)?.broader ?? [];
}

let kinds: Map<string, string[]> | undefined;

/** The other concepts that belong to what this one belongs to: 正极材料 beside 电解液, 番茄 beside 韭菜. */
export function siblingConcepts(name: string): readonly string[] {
  if (!kinds) {
    kinds = new Map();
    for (const line of conceptLines()) {
      for (const broader of line.broader) kinds.set(broader, [...(kinds.get(broader) ?? []), line.name]);
    }
  }
  const siblings = new Set(broaderConcepts(name).flatMap((broader) => kinds!.get(broader) ?? []));
  siblings.delete(name);
  return [...siblings];
}

/** Every concept that has a line of its own, with the other words for it. */
export function listConcepts(): { name: string; words: readonly string[] }[] {
  return table.split('\n').flatMap((line) => {
    const [name, ...words] = (line.split('<')[0] ?? '').trim().split(/\s+/);
    return name ? [{ name, words }] : [];
  });
}
