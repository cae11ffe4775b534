import { idf } from '@node-rs/jieba/dict.js';

// Open addressing over 32-bit hashes, 6 MB instead of the 40 a Map of strings takes. A clash of two hashes gives a word
// the rarity of another, which a statistic of general language can bear.
const SLOTS = 1 << 19;
const OCCUPIED = 1;

interface Table {
  hashes: Uint32Array;
  shares: Float32Array;
}

let table: Table | undefined;

function hashOf(word: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < word.length; i += 1) hash = Math.imul(hash ^ word.charCodeAt(i), 0x01000193);
  return (hash ^ (hash >>> 15)) | OCCUPIED;
}

function load(): Table {
  const loaded = { hashes: new Uint32Array(SLOTS), shares: new Float32Array(SLOTS) };
  const lines = new TextDecoder().decode(idf);
  let start = 0;
  while (start < lines.length) {
    const space = lines.indexOf(' ', start);
    let end = lines.indexOf('\n', start);
    if (end < 0) end = lines.length;
    if (space > start && space < end) {
      const share = Math.exp(-Number(lines.slice(space + 1, end)));
      const hash = hashOf(lines.slice(start, space)) >>> 0;
      let at = hash & (SLOTS - 1);
      while (loaded.hashes[at] !== 0 && loaded.hashes[at] !== hash) at = (at + 1) & (SLOTS - 1);
      loaded.hashes[at] = hash;
      loaded.shares[at] = share;
    }
    start = end + 1;
  }
  return loaded;
}

/**
 * Share of general Chinese texts that hold the word, from the table that comes with jieba (270,000 words); undefined
 * for a word that is not in it.
 */
export function backgroundShare(word: string): number | undefined {
  table ??= load();
  const hash = hashOf(word) >>> 0;
  let at = hash & (SLOTS - 1);
  while (table.hashes[at] !== 0) {
    if (table.hashes[at] === hash) return table.shares[at];
    at = (at + 1) & (SLOTS - 1);
  }
  return undefined;
}
