import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';

import { Jieba } from '@node-rs/jieba';
import { dict } from '@node-rs/jieba/dict.js';

import { type AchievementRecord, type NeedRecord } from '#matching/records.js';

import { JOINING_WORDS } from '../province/common-words.js';

let loaded: Jieba | undefined;
const jieba = () => (loaded ??= Jieba.withDict(dict));

const RUNS = /[\u3400-\u9fff]+|[a-z0-9][a-z0-9.+-]*/g;
const SKIPPED = new Set(JOINING_WORDS);

/** The text of a record as one: title, keywords, body. */
export function wholeText(record: AchievementRecord | NeedRecord): string {
  return [record.title, ...(record.keywords ?? []), record.text ?? ''].join('\n');
}

/**
 * Words of two characters and more, names, and all pairs of neighbouring characters, marked so that a pair is another
 * token than the word of the same two: what every lexical engine for Chinese starts from, and what all peers are given.
 * It does not follow the engine's own cutter, so that what the engine is measured against stays the same when the
 * engine changes.
 */
export const tokensOf = (text: string): string[] => cut(text, true);

/** The words and names alone. */
export const wordsOf = (text: string): string[] => cut(text, false);

function cut(text: string, withPairs: boolean): string[] {
  const tokens: string[] = [];
  for (const [run] of text.normalize('NFKC').toLowerCase().matchAll(RUNS)) {
    if (run < '\u3400') {
      if (run.length > 1 && /[a-z]/.test(run)) tokens.push(run);
      continue;
    }
    for (const word of jieba().cut(run, true)) {
      if (word.length > 1 && !SKIPPED.has(word)) tokens.push(word);
    }
    for (let i = 0; withPairs && i + 1 < run.length; i += 1) tokens.push(`_${run.slice(i, i + 2)}`);
  }
  return tokens;
}

/** Writes the tokens of each record as a line, blanks between them. */
export async function writeTokenFile(
  path: string,
  records: Iterable<AchievementRecord | NeedRecord>,
): Promise<void> {
  const sink = createWriteStream(path);
  for (const record of records) {
    if (!sink.write(`${tokensOf(wholeText(record)).join(' ')}\n`)) await once(sink, 'drain');
  }
  sink.end();
  await finished(sink);
}
