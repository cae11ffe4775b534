import { agricultureMedicineConcepts } from './concepts/agriculture-medicine.js';
import { chemistryFoodConcepts } from './concepts/chemistry-food.js';
import { energyElectricalConcepts } from './concepts/energy-electrical.js';
import { environmentConstructionConcepts } from './concepts/environment-construction.js';
import { informationConcepts } from './concepts/information.js';
import { machineryVehicleConcepts } from './concepts/machinery-vehicles.js';
import { materialConcepts } from './concepts/materials.js';

/**
 * The domain's own knowledge, to be edited by people who have it. One concept a line: its name, then other words for
 * it (synonyms, kinds that may stand for it, abbreviations), then, each after a `<`, broader concepts it belongs to.
 * Words are written as `normalise` writes them: lower case, half-width, without spaces. A broader concept need not
 * have a line of its own.
 */
const table = [
  materialConcepts,
  energyElectricalConcepts,
  machineryVehicleConcepts,
  informationConcepts,
  environmentConstructionConcepts,
  chemistryFoodConcepts,
  agricultureMedicineConcepts,
].join('\n');

interface Concept {
  name: string;
}

/** A place in a text where a concept is named. */
export interface ConceptFound {
  /** Name of the concept. */
  name: string;
  /** The word that named it. */
  word: string;
}

interface Node {
  /** By character code. */
  next: Map<number, Node>;
  concepts?: Concept[];
}

function plant(root: Node, word: string, concept: Concept): void {
  let node = root;
  for (let at = 0; at < word.length; at += 1) {
    let next = node.next.get(word.charCodeAt(at));
    if (!next) {
      next = { next: new Map() };
      node.next.set(word.charCodeAt(at), next);
    }
    node = next;
  }
  node.concepts ??= [];
  if (!node.concepts.includes(concept)) node.concepts.push(concept);
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
  root: Node;
  /** 1 for each character that a word begins with: most characters of a text begin none. */
  begins: Uint8Array;
  broader: Map<string, readonly string[]>;
}

let planted: Dictionary | undefined;

function dictionary(): Dictionary {
  if (planted) return planted;
  const root: Node = { next: new Map() };
  const broader = new Map<string, readonly string[]>();
  const lines = conceptLines();
  for (const line of lines) {
    const concept = { name: line.name };
    broader.set(line.name, line.broader);
    for (const word of [line.name, ...line.words]) plant(root, word, concept);
  }
  for (const name of lines.flatMap((line) => line.broader)) {
    if (broader.has(name)) continue;
    broader.set(name, []);
    plant(root, name, { name });
  }
  const begins = new Uint8Array(1 << 16);
  for (const code of root.next.keys()) begins[code] = 1;
  planted = { root, begins, broader };
  return planted;
}

const isLatin = (code: number) => (code >= 97 && code <= 122) || (code >= 48 && code <= 57);

/**
 * The concepts that a normalised text names, in reading order, the longest word at each place; a word may name more
 * than one. Latin words count only as whole words: pp, not the pp in ppm.
 * @param boundaries 1 at each place where a word begins or ends; short words must stand between two of them.
 */
export function findConcepts(text: string, boundaries?: Uint8Array): ConceptFound[] {
  const { root, begins } = dictionary();
  const found: ConceptFound[] = [];
  for (let start = 0; start < text.length;) {
    const first = text.charCodeAt(start);
    const mayBegin =
      begins[first] === 1 && !(isLatin(first) && start > 0 && isLatin(text.charCodeAt(start - 1)));
    const longest = mayBegin ? longestWord(root, text, start, boundaries) : undefined;
    if (!longest) {
      start += 1;
      continue;
    }
    const word = text.slice(start, longest.end);
    for (const { name } of longest.concepts) found.push({ name, word });
    start = longest.end;
  }
  return found;
}

function longestWord(root: Node, text: string, start: number, boundaries: Uint8Array | undefined) {
  let longest: { end: number; concepts: Concept[] } | undefined;
  let node: Node | undefined = root;
  for (let at = start; at < text.length; at += 1) {
    node = node.next.get(text.charCodeAt(at));
    if (!node) break;
    if (!node.concepts) continue;
    const end = at + 1;
    const cutsName = isLatin(text.charCodeAt(at)) && isLatin(text.charCodeAt(end));
    const cutsWord = end - start < 4 && boundaries && !(boundaries[start] === 1 && boundaries[end] === 1);
    if (!cutsName && !cutsWord) longest = { end, concepts: node.concepts };
  }
  return longest;
}

/** The concepts one step broader than this one. */
export function broaderConcepts(name: string): readonly string[] {
  return dictionary().broader.get(name) ?? [];
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
