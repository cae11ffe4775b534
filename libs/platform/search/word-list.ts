import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { editDistance, mayHoldSlip, slipsForgiven } from './edit-distance.js';
import { pairsOf } from './character-pairs.js';
import { mergeWaiting } from './postgres/waiting-entries.js';
import { type QueryText } from './search.port.js';

const HAN_ONLY = /^[\u3400-\u9fff\uf900-\ufaff]+$/;
const LATIN_ONLY = /^[a-z]+(-[a-z]+)*$/;
const LONGEST_WORD = 16;
const CANDIDATES = 60;
/** Words that this process has written already; nearly all of a new text's are. */
const REMEMBERED = 200_000;

/**
 * The words that public texts use, in the platform's own database whatever engine searches. It only grows: a word that
 * no record uses any more is harmless, since whoever proposes a word looks first whether it finds something.
 */
@Injectable()
export class WordList {
  private readonly known = new Set<string>();

  constructor(private readonly dataSource: DataSource) {}

  async add(words: Iterable<string>): Promise<void> {
    const fresh = new Set<string>();
    for (const word of words) {
      if (word.length < 2 || word.length > LONGEST_WORD || this.known.has(word)) continue;
      if (HAN_ONLY.test(word) || LATIN_ONLY.test(word)) fresh.add(word);
    }
    if (fresh.size === 0) return;
    const list = [...fresh].sort();
    await this.dataSource.query(
      `INSERT INTO search.words (word, pairs)
       SELECT word, array_to_tsvector(coalesce(string_to_array(nullif(pairs, ''), ' '), '{}'))
         FROM unnest($1::text[], $2::text[]) AS u(word, pairs)
       ON CONFLICT DO NOTHING`,
      [list, list.map((word) => (HAN_ONLY.test(word) ? [...new Set(pairsOf(word))].join(' ') : ''))],
    );
    await mergeWaiting(this.dataSource.manager, 'search.words');
    if (this.known.size > REMEMBERED) this.known.clear();
    for (const word of list) this.known.add(word);
  }

  /** Which of these the list holds. */
  async holds(words: readonly string[]): Promise<Set<string>> {
    const rows = await this.dataSource.query<{ word: string }[]>(
      'SELECT word FROM search.words WHERE word = ANY($1::text[])',
      [words],
    );
    return new Set(rows.map(({ word }) => word));
  }

  /** Words of Latin letters that a slip of the finger turns into this one, the nearest first. */
  async nearLatin(word: string): Promise<string[]> {
    if (!mayHoldSlip(word)) return [];
    const most = slipsForgiven(word);
    const rows = await this.dataSource.query<{ word: string }[]>(
      `SELECT word FROM search.words WHERE pairs = '' AND word % $1 ORDER BY similarity(word, $1) DESC, word LIMIT ${CANDIDATES}`,
      [word],
    );
    return rows
      .map((row) => ({ ...row, distance: editDistance(word, row.word, most) }))
      .filter(({ distance }) => distance > 0 && distance <= most)
      .sort((a, b) => a.distance - b.distance)
      .map((row) => row.word);
  }

  /** Chinese words that share pairs with the text and do not stand in it, those that share most first. */
  async nearHan(text: string): Promise<string[]> {
    const pairs = [...new Set(pairsOf(text))].slice(0, 40);
    if (pairs.length === 0) return [];
    const rows = await this.dataSource.query<{ word: string }[]>(
      `SELECT word FROM search.words
        WHERE pairs @@ $1::tsquery AND length(word) BETWEEN 3 AND length($3) AND strpos($3, word) = 0
        ORDER BY (SELECT count(*) FROM unnest(tsvector_to_array(pairs)) AS pair WHERE pair = ANY($2::text[])) DESC,
                 length(word) DESC, word
        LIMIT ${CANDIDATES}`,
      [pairs.map((pair) => `'${pair}'`).join(' | '), pairs, text],
    );
    return rows.map(({ word }) => word);
  }

  /** The query with every Latin word that nothing uses joined by the words it may have been meant as; null if none. */
  async withSlips(text: QueryText): Promise<QueryText | null> {
    const words = await Promise.all(
      text.words.map(async (word) => {
        const near = await this.nearLatin(word.text);
        return near.length === 0
          ? word
          : { ...word, alternatives: [...word.alternatives, ...near.slice(0, 5)] };
      }),
    );
    return words.some((word, at) => word !== text.words[at]) ? { ...text, words } : null;
  }
}
