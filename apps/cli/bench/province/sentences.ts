import { COMMON_NAMES, JOINING_WORDS, PARTICLES } from './common-words.js';
import { type Random, randomFrom, seedOf, WeightedList } from './random.js';
import { makeName, type Measure, type Topic, type Topics } from './topics.js';
import { type Vocabulary } from './vocabulary.js';

/** How a kind of text is written; shares are of words or of gaps between them. */
export interface Style {
  joining: number;
  /** Of the words that do not join others: ones that the text had before, as texts stay with their subject. */
  repeated: number;
  /** Of the others: set phrases of the topic, its words, words of its field, the commonest words; the rest is from all. */
  phrases: number;
  topic: number;
  field: number;
  common: number;
  particles: number;
  numbers: number;
  /** Words in a clause, at least and at most. */
  clause: readonly [number, number];
}

const particles = new WeightedList(PARTICLES, ([, share]) => share);
const joiners = new WeightedList(JOINING_WORDS, (_word, rank) => 1 / (rank + 20));
const commonNames = new WeightedList(COMMON_NAMES, (_name, rank) => 1 / (rank + 4));
const SET_PHRASES = 3000;

/** A text that is being written. */
export interface Draft {
  random: Random;
  topic: Topic;
  style: Style;
  /** Share of words that are Latin names, formulas and models. */
  names: number;
  /** Words that it has already. */
  used: string[];
}

/** Writes clauses about topics in the words of one vocabulary. */
export class Writer {
  private readonly setPhrases: WeightedList<string>;

  constructor(
    seed: number,
    private readonly vocabulary: Vocabulary,
    private readonly topics: Topics,
  ) {
    const random = randomFrom(seedOf(seed, 'phrases'));
    const phrases = Array.from(
      { length: SET_PHRASES },
      () => vocabulary.all.draw(random) + vocabulary.all.draw(random),
    );
    this.setPhrases = new WeightedList(phrases, (_phrase, rank) => 1 / (rank + 10));
  }

  /** A clause without its comma. */
  clause(draft: Draft): string {
    const { random, style } = draft;
    const [least, most] = style.clause;
    const count = least + random.below(most - least + 1);
    let clause = '';
    for (let i = 0; i < count; i += 1) {
      clause += this.word(draft);
      const isLast = i === count - 1;
      if (random.chance(isLast ? style.particles / 6 : style.particles)) clause += this.particle(random);
    }
    return clause;
  }

  /** A title of about so many characters. */
  title(random: Random, topic: Topic, length: number): string {
    const ending = random.pick(['研究', '方法', '技术', '装置', '设计', '应用', '工艺', '开发', '系统', '']);
    let title = random.chance(0.3) ? '一种' : random.chance(0.2) ? '基于' : '';
    while (title.length + ending.length < length - 2) {
      title += random.chance(0.6) ? topic.phrases.draw(random) : topic.words.draw(random);
      if (title.length + ending.length < length - 4 && random.chance(0.4))
        title += random.pick(['的', '与', '及']);
    }
    return (title + ending).slice(0, Math.max(length, 4));
  }

  private word({ random, topic, style, names, used }: Draft): string {
    if (random.chance(style.joining)) return joiners.draw(random);
    if (random.chance(style.numbers)) return plainNumber(random);
    if (used.length > 0 && random.chance(style.repeated)) return recall(random, used);
    const word = random.chance(names) ? this.name(random, topic) : this.newWord(random, topic, style);
    used.push(word);
    return word;
  }

  private particle(random: Random): string {
    return random.chance(0.88) ? particles.draw(random)[0] : this.vocabulary.characters.draw(random);
  }

  private name(random: Random, topic: Topic): string {
    const share = random.next();
    return share < 0.5 ? random.pick(topic.names) : share < 0.8 ? commonNames.draw(random) : makeName(random);
  }

  private newWord(random: Random, topic: Topic, style: Style): string {
    const { phrases, topic: own, field, common } = style;
    const share = random.next();
    if (share < phrases) return topic.phrases.draw(random);
    if (share < phrases + own) return topic.words.draw(random);
    if (share < phrases + own + field) return this.topics.fieldWords(topic.field).draw(random);
    if (share < phrases + own + field + common) return this.vocabulary.common.draw(random);
    return random.chance(0.4) ? this.setPhrases.draw(random) : this.vocabulary.all.draw(random);
  }
}

/** A word that the text had before, mostly with the one that followed it. */
function recall(random: Random, used: readonly string[]): string {
  const place = random.below(used.length);
  return used[place]! + (random.chance(0.75) ? (used[place + 1] ?? '') : '');
}

/** A figure that measures nothing, such as a year, a count or the number of a step. */
function plainNumber(random: Random): string {
  const share = random.next();
  if (share < 0.3) return `${2000 + random.below(26)}年`;
  if (share < 0.6) return `(${1 + random.below(9)})`;
  return share < 0.8 ? `${random.below(1000) / 10}%` : `${1 + random.below(2000)}例`;
}

const written = (value: number) => {
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : 2;
  return String(Number(value.toFixed(digits)));
};

/** What an enterprise asks for: a bound on the better side of what is usual. */
export function writeRequirement(random: Random, { name, unit, usual, isHigherBetter }: Measure): string {
  const value = written(usual * (0.85 + 0.3 * random.next()));
  const words = isHigherBetter ? ['≥', '不低于', '大于', '达到'] : ['≤', '不超过', '小于', '低于'];
  return `${name}${random.pick(words)}${value}${unit}`;
}

/** What a result reached: mostly a plain value. */
export function writeResult(random: Random, { name, unit, usual }: Measure): string {
  const value = usual * (0.7 + 0.6 * random.next());
  if (random.chance(0.2)) return `${name}为${written(value)}~${written(value * 1.2)}${unit}`;
  return `${name}${random.pick(['为', '达到', '达', '可达'])}${written(value)}${unit}`;
}
