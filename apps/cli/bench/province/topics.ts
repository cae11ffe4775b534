import { type Random, randomFrom, seedOf, WeightedList } from './random.js';
import { type Vocabulary } from './vocabulary.js';

/** A measurable property that texts of one topic speak of, so that both sides can be compared. */
export interface Measure {
  name: string;
  unit: string;
  /** Values lie around this. */
  usual: number;
  /** Whether more is better. */
  isHigherBetter: boolean;
}

/** What a group of texts is about: words, set phrases, names and measures of its own. */
export interface Topic {
  field: number;
  words: WeightedList<string>;
  phrases: WeightedList<string>;
  names: readonly string[];
  measures: readonly Measure[];
}

export const FIELD_COUNT = 48;
const TOPIC_COUNT = 4000;

const MEASURED: readonly (readonly [noun: string, unit: string, usual: number, isHigherBetter: boolean])[] = [
  ['强度', 'MPa', 420, true],
  ['硬度', 'HRC', 52, true],
  ['密度', 'g/cm³', 3.2, false],
  ['温度', '℃', 180, true],
  ['效率', '%', 88, true],
  ['误差', 'mm', 0.05, false],
  ['寿命', '万次', 12, true],
  ['含量', '%', 6, false],
  ['纯度', '%', 98, true],
  ['粒径', 'μm', 15, false],
  ['功率', 'kW', 75, true],
  ['能耗', 'kWh/t', 60, false],
  ['流量', 'm³/h', 120, true],
  ['压力', 'MPa', 16, true],
  ['电压', 'kV', 10, true],
  ['厚度', 'mm', 2.5, false],
  ['速度', 'm/min', 30, true],
  ['收率', '%', 85, true],
  ['噪声', 'dB', 65, false],
  ['响应时间', 'ms', 50, false],
];

const distinct = <T>(count: number, draw: () => T): T[] => {
  const found = new Set<T>();
  for (let tries = 0; found.size < count && tries < 20 * count; tries += 1) found.add(draw());
  return [...found];
};

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

/** A model, formula or abbreviation such as KTX-75 or al2o3. */
export function makeName(random: Random): string {
  const length = 2 + random.below(random.chance(0.3) ? 7 : 3);
  const letters = Array.from({ length }, () => random.pick([...LETTERS])).join('');
  const word = random.chance(0.6) ? letters.toUpperCase() : letters;
  if (random.chance(0.6)) return word;
  return `${word}${random.chance(0.5) ? '-' : ''}${1 + random.below(300)}`;
}

/** Two or three words that are written together wherever the topic comes up. */
function makePhrase(random: Random, words: WeightedList<string>, vocabulary: Vocabulary): string {
  const first = words.draw(random);
  const second = random.chance(0.5) ? vocabulary.all.draw(random) : words.draw(random);
  return random.chance(0.2) ? first + second + vocabulary.all.draw(random) : first + second;
}

/** All topics of a seed, each made when it is first asked for. */
export class Topics {
  private readonly topics = new Map<number, Topic>();
  private readonly fields = new Map<number, WeightedList<string>>();
  // Some topics have many texts and most have few.
  private readonly sizes = new WeightedList(
    Array.from({ length: TOPIC_COUNT }, (_none, topic) => topic),
    (_topic, rank) => 1 / (rank + 300),
  );

  constructor(
    private readonly seed: number,
    private readonly vocabulary: Vocabulary,
  ) {}

  draw(random: Random): Topic {
    return this.topic(this.sizes.draw(random));
  }

  /** Words that the topics of one field share. */
  fieldWords(field: number): WeightedList<string> {
    let words = this.fields.get(field);
    if (!words) {
      const random = randomFrom(seedOf(this.seed, 'field', field));
      const drawn = distinct(260, () => this.vocabulary.particular.draw(random));
      words = new WeightedList(drawn, (_word, rank) => 1 / (rank + 15));
      this.fields.set(field, words);
    }
    return words;
  }

  private topic(index: number): Topic {
    let topic = this.topics.get(index);
    if (!topic) {
      topic = this.makeTopic(index);
      this.topics.set(index, topic);
    }
    return topic;
  }

  private makeTopic(index: number): Topic {
    const random = randomFrom(seedOf(this.seed, 'topic', index));
    const field = index % FIELD_COUNT;
    const ofField = this.fieldWords(field);
    const drawn = distinct(70, () =>
      random.chance(0.3) ? ofField.draw(random) : this.vocabulary.special.draw(random),
    );
    const words = new WeightedList(drawn, (_word, rank) => 1 / (rank + 6));
    const phrases = distinct(24, () => makePhrase(random, words, this.vocabulary));
    return {
      field,
      words,
      phrases: new WeightedList(phrases, (_phrase, rank) => 1 / (rank + 4)),
      names: Array.from({ length: 4 }, () => makeName(random)),
      measures: Array.from({ length: 4 }, () => {
        const [noun, unit, usual, isHigherBetter] = random.pick(MEASURED);
        return {
          name: words.draw(random) + noun,
          unit,
          usual: usual * (0.5 + random.next()),
          isHigherBetter,
        };
      }),
    };
  }
}
