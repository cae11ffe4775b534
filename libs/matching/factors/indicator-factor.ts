import { compareIndicators, type IndicatorComparison } from '../indicators/compare-indicators.js';
import { extractIndicators } from '../indicators/extract-indicators.js';
import { type Indicator } from '../indicators/indicator.js';
import { type Evidence } from '../match.js';
import { LONGEST_TEXT } from '../reading/normalise.js';
import { splitSections } from '../reading/sections.js';
import { type NeedRecord } from '../records.js';
import { type Reading, unknownReading } from './side-factors.js';

/** An indicator and the words it was read from. */
export interface StatedIndicator {
  indicator: Indicator;
  written: string;
}

// A need with more quantities than this is a table; the first of them tell enough.
const MOST_ASKED = 24;
const MOST_OFFERED = 48;
const MOST_SHOWN = 6;

function readStated(text: string, limit: number): StatedIndicator[] {
  return extractIndicators(text, { technicalOnly: true, limit }).map((indicator) => ({
    indicator,
    written: text.slice(indicator.start, indicator.end),
  }));
}

/** The quantities a need asks for; what it says of the enterprise and of money is left out. */
export function askedIndicators({ title, text = '' }: NeedRecord): StatedIndicator[] {
  const read = text.slice(0, LONGEST_TEXT);
  const asked = readStated(title, MOST_ASKED);
  for (const { kind, start, end } of splitSections(read)) {
    if (kind === 'basis' || kind === 'terms' || asked.length >= MOST_ASKED) continue;
    asked.push(...readStated(read.slice(start, end), MOST_ASKED - asked.length));
  }
  return asked;
}

/** @param wording title and text of an achievement. */
export function offeredIndicators(wording: string): StatedIndicator[] {
  return readStated(wording, MOST_OFFERED);
}

/** What a requirement is worth that is missed by so much of it: half at first, nothing from a half on. */
function worth({ verdict, margin = -1 }: IndicatorComparison): number {
  return verdict === 'met' ? 1 : Math.max(0, 0.5 + Math.min(0, margin));
}

/** The mean worth of the requirements that the achievement speaks of; unknown when it speaks of none. */
export function compareStated(
  asked: readonly StatedIndicator[],
  offered: readonly StatedIndicator[],
): Reading {
  if (asked.length === 0) return unknownReading;
  const words = new Map<Indicator, string>();
  for (const { indicator, written } of [...asked, ...offered]) words.set(indicator, written);
  const results = compareIndicators(
    asked.map(({ indicator }) => indicator),
    offered.map(({ indicator }) => indicator),
  );
  const known = results.filter(({ verdict }) => verdict !== 'unknown');
  const ordered = [...known, ...results.filter(({ verdict }) => verdict === 'unknown')];
  const evidence = ordered.slice(0, MOST_SHOWN).map((result) => evidenceOf(result, words));
  if (known.length === 0) return { value: null, evidence };
  let sum = 0;
  for (const result of known) sum += worth(result);
  return { value: Math.round((1000 * sum) / known.length) / 1000, evidence };
}

function evidenceOf(result: IndicatorComparison, words: ReadonlyMap<Indicator, string>): Evidence {
  const { verdict, need, achievement, margin } = result;
  const required = shorten(words.get(need) ?? need.name);
  return {
    type: 'indicator',
    verdict,
    name: shorten(need.name || required),
    required,
    ...(achievement && { offered: shorten(words.get(achievement) ?? achievement.name) }),
    ...(margin !== undefined && Number.isFinite(margin) && { margin: Math.round(margin * 1000) / 1000 }),
  };
}

const shorten = (text: string) => (text.length > 60 ? `${text.slice(0, 59)}…` : text);
