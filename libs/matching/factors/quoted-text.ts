import { quote, sentenceAround } from '../reading/quotation.js';

// A word's first few places are enough to find the sentence that says most.
const PLACES_OF_TERM = 4;

/** A sentence and the weight of the terms that were found in it. */
interface Sentence {
  start: number;
  end: number;
  weight: number;
  /** Where the first of the terms stands; -1 before any was found. */
  interest: number;
}

interface TermPlace {
  sentence: Sentence;
  at: number;
}

/** A text to quote from. It remembers its sentences, and where its terms stand if it is quoted more than once. */
export class QuotedText {
  private readonly sentences: Sentence[] = [];
  private readonly places: Map<string, readonly TermPlace[]> | undefined;
  private lower: string | undefined;

  constructor(
    private readonly text: string,
    isQuotedOften: boolean,
  ) {
    if (isQuotedOften) this.places = new Map();
  }

  says(term: string): boolean {
    return (hasCase(term) ? this.lowerCase() : this.text).includes(term);
  }

  /** A term with the letters that the text has, SiC for sic; undefined where the text has none to show. */
  asWritten(term: string): string | undefined {
    if (!hasCase(term) || this.lowerCase().length !== this.text.length) return undefined;
    const at = this.lowerCase().indexOf(term);
    return at < 0 ? undefined : this.text.slice(at, at + term.length);
  }

  /** The sentence that says most of the terms. */
  bestSentence(terms: readonly string[], shares: readonly number[]): string | undefined {
    for (const sentence of this.sentences) {
      sentence.weight = 0;
      sentence.interest = -1;
    }
    let best: Sentence | undefined;
    for (let i = 0; i < terms.length; i += 1) {
      for (const { sentence, at } of this.placesOf(terms[i]!)) {
        if (sentence.interest < 0) sentence.interest = at;
        sentence.weight += shares[i]!;
        if (!best || sentence.weight > best.weight) best = sentence;
      }
    }
    return best && quote(this.text, best.start, best.end, best.interest);
  }

  private placesOf(term: string): readonly TermPlace[] {
    const known = this.places?.get(term);
    if (known) return known;
    const text = hasCase(term) ? this.lowerCase() : this.text;
    const places: TermPlace[] = [];
    let at = text.indexOf(term);
    for (let n = 0; n < PLACES_OF_TERM && at >= 0; n += 1) {
      const sentence = this.sentenceAround(at);
      places.push({ sentence, at });
      at = text.indexOf(term, sentence.end);
    }
    this.places?.set(term, places);
    return places;
  }

  private sentenceAround(at: number): Sentence {
    for (const known of this.sentences) if (known.start <= at && at < known.end) return known;
    const { start, end } = sentenceAround(this.text, at);
    const sentence = { start, end, weight: 0, interest: -1 };
    this.sentences.push(sentence);
    return sentence;
  }

  private lowerCase(): string {
    return (this.lower ??= this.text.toLowerCase());
  }
}

/** Whether a text may write the term with capital letters. */
function hasCase(term: string): boolean {
  for (let i = 0; i < term.length; i += 1) {
    const code = term.charCodeAt(i);
    if (code >= 97 && code < 0x2e80) return true;
  }
  return false;
}
