import { type AchievementRecord, type NeedRecord } from '#matching/records.js';
import { CHAINS } from '#vocabulary/chains.js';
import { COOPERATION_MODES } from '#vocabulary/cooperation-modes.js';
import { listDisciplines } from '#vocabulary/disciplines.js';
import { listIndustries } from '#vocabulary/industries.js';
import { listRegions } from '#vocabulary/regions.js';

import { LENGTHS } from './lengths.js';
import { drawFromQuantiles, type Random } from './random.js';
import { type Draft, type Style, writeRequirement, type Writer, writeResult } from './sentences.js';
import { type Topic } from './topics.js';

const ABSTRACT: Style = {
  joining: 0.11,
  repeated: 0.27,
  phrases: 0.05,
  topic: 0.12,
  field: 0.25,
  common: 0.05,
  particles: 0.6,
  numbers: 0.04,
  clause: [2, 6],
};
const ASKED: Style = { ...ABSTRACT, joining: 0.12, common: 0.3, particles: 0.42 };
/** What an enterprise says of itself has little to do with what it asks for. */
const COMPANY: Style = { ...ASKED, phrases: 0.01, topic: 0.02, field: 0.1 };

const optional = <K extends string, V>(key: K, isThere: boolean, value: () => V): Partial<Record<K, V>> =>
  isThere ? ({ [key]: value() } as Partial<Record<K, V>>) : {};

/** Clauses with their commas and full stops until the length is reached. */
function writeProse(writer: Writer, draft: Draft, length: number): string {
  let text = '';
  while (text.length < length - 6) text += writer.clause(draft) + (draft.random.chance(0.35) ? '。' : '，');
  return text;
}

const lengthOf = (sentences: readonly string[]) =>
  sentences.reduce((sum, sentence) => sum + sentence.length + 1, 0);

/** Inserts sentences in front of one that is there already, so that length and place vary. */
function insertSentences(random: Random, text: string, sentences: readonly string[]): string {
  let filled = text;
  for (const sentence of sentences) {
    const at = filled.indexOf('。', random.below(Math.max(1, filled.length)));
    filled =
      at < 0 ? `${filled}${sentence}。` : `${filled.slice(0, at + 1)}${sentence}。${filled.slice(at + 1)}`;
  }
  return filled;
}

/** Codes of a kind that topics of one field share: mostly the field's own, at times a neighbour's. */
function codeOf(random: Random, field: number, codes: readonly string[]): string {
  const place = random.chance(0.8) ? field * 7 : random.below(codes.length);
  return codes[place % codes.length]!;
}

const chains = CHAINS.map(({ code }) => code);
const modes = COOPERATION_MODES.map(({ code }) => code);
const industries = listIndustries()
  .filter(({ level }) => level === 'group')
  .map(({ code }) => code);
const disciplines = listDisciplines().map(({ code }) => code);
const regions = listRegions()
  .filter(({ level }) => level === 'county')
  .map(({ code }) => code);

function sharedFields(random: Random, { field }: Topic): Partial<AchievementRecord & NeedRecord> {
  return {
    ...optional('chainCodes', random.chance(0.4), () => [codeOf(random, field, chains)]),
    ...optional('industryCodes', random.chance(0.6), () => [codeOf(random, field, industries)]),
    ...optional('regionCode', random.chance(0.8), () => random.pick(regions)),
    ...optional('cooperationModes', random.chance(0.6), () => [random.pick(modes), random.pick(modes)]),
  };
}

const dateOf = (random: Random, firstYear: number, years: number) =>
  `${firstYear + random.below(years)}-${String(1 + random.below(12)).padStart(2, '0')}-${String(1 + random.below(28)).padStart(2, '0')}`;

/** An achievement about the topic. */
export function writeAchievement(
  writer: Writer,
  random: Random,
  topic: Topic,
  id: string,
): AchievementRecord {
  const results = random.chance(0.2)
    ? topic.measures.slice(0, 1 + random.below(4)).map((measure) => writeResult(random, measure))
    : [];
  const length = Math.max(40, drawFromQuantiles(random, LENGTHS.achievementText) - lengthOf(results));
  const names = random.chance(0.45) ? 0.24 * random.next() : 0;
  const prose = writeProse(writer, { random, topic, style: ABSTRACT, names, used: [] }, length);
  const titleLength = drawFromQuantiles(random, LENGTHS.achievementTitle);
  return {
    id,
    // Many libraries have the beginning of the abstract for a title.
    title: random.chance(0.7) ? prose.slice(0, titleLength) : writer.title(random, topic, titleLength),
    text: insertSentences(random, prose, results),
    ...optional('keywords', random.chance(0.17), () =>
      Array.from({ length: 3 + random.below(3) }, () =>
        random.chance(0.5) ? topic.phrases.draw(random) : topic.words.draw(random),
      ),
    ),
    ...optional('disciplineCodes', random.chance(0.5), () => [codeOf(random, topic.field, disciplines)]),
    ...sharedFields(random, topic),
    ...optional('trl', random.chance(0.6), () => 2 + random.below(8)),
    ...optional('price', random.chance(0.4), () =>
      random.chance(0.3) ? {} : { min: 10 + random.below(200), max: 210 + random.below(400) },
    ),
    ...optional('patentNumbers', random.chance(0.4), () => [
      `20${10 + random.below(15)}1${String(random.below(1e7)).padStart(7, '0')}`,
    ]),
    ...optional('publishedAt', random.chance(0.9), () => dateOf(random, 2012, 14)),
  };
}

function writeNeedText(writer: Writer, random: Random, topic: Topic, length: number): string {
  const asked = random.chance(0.25)
    ? topic.measures.slice(0, 1 + random.below(4)).map((measure) => writeRequirement(random, measure))
    : [];
  const draft = {
    random,
    topic,
    style: ASKED,
    names: random.chance(0.3) ? 0.1 * random.next() : 0,
    used: [],
  };
  const room = Math.max(0, length - lengthOf(asked));
  if (length < 60 || random.chance(0.6))
    return insertSentences(random, writeProse(writer, draft, room), asked);
  const company = { ...draft, style: COMPANY, used: [] };
  const lines = [
    `需求内容：\n${writeProse(writer, draft, room * 0.6)}`,
    `预期目标：\n${asked.map((requirement) => `${requirement}；\n`).join('')}${writeProse(writer, draft, room * 0.12)}`,
    `现有工作基础：\n${writeProse(writer, company, room * 0.12)}公司占地${10 + random.below(200)}亩。`,
  ];
  if (random.chance(0.3)) lines.push(`资金投入：\n拟投入资金${20 + random.below(500)}万元。`);
  return lines.join('\n');
}

/** A need about the topic, as enterprises post them: some with headings, some with figures, a few almost empty. */
export function writeNeed(writer: Writer, random: Random, topic: Topic, id: string): NeedRecord {
  const length = drawFromQuantiles(random, LENGTHS.needText);
  return {
    id,
    title: writer.title(random, topic, drawFromQuantiles(random, LENGTHS.needTitle)),
    text: writeNeedText(writer, random, topic, length),
    ...sharedFields(random, topic),
    ...optional('trl', random.chance(0.4), () => 4 + random.below(5)),
    ...optional('budget', random.chance(0.5), () => ({ max: 30 + random.below(400) })),
    ...optional('deadline', random.chance(0.4), () => dateOf(random, 2026, 2)),
  };
}
