import { type PreviewMatches } from '#contracts/matches.js';
import { type AchievementRecord, type MoneyRange, type NeedRecord } from '#matching/records.js';

/** The longest first line that reads as a title and not as the beginning of a paragraph. */
const LONGEST_TITLE = 60;

/** A pasted text is a title and a body where its first line is short, and a body alone where it is not. */
function splitPasted(text: string): { title: string; body: string } {
  const [first = '', ...rest] = text.trim().split(/\r?\n/);
  const line = first.trim();
  if (rest.length > 0 && line.length > 0 && line.length <= LONGEST_TITLE)
    return { title: line, body: rest.join('\n') };
  return { title: '', body: text };
}

const numbers = (range: { min?: string; max?: string } | null | undefined): MoneyRange | undefined =>
  range
    ? { min: range.min ? Number(range.min) : undefined, max: range.max ? Number(range.max) : undefined }
    : undefined;

/** What was pasted as the engine takes it; it has no id because it is nobody's record. */
export function previewRecord(body: PreviewMatches): NeedRecord & AchievementRecord {
  const pasted = splitPasted(body.text ?? '');
  const shared = {
    id: '',
    title: body.title ?? pasted.title,
    text: [body.description, body.title === undefined ? pasted.body : body.text].filter(Boolean).join('\n'),
    keywords: body.keywords,
    disciplineCodes: body.disciplineCodes,
    fieldCodes: body.fieldCodes,
    industryCodes: body.industryCodes,
    chainCodes: body.chainCodes,
    regionCode: body.regionCode ?? undefined,
    cooperationModes: body.cooperationModes,
  };
  if (body.kind === 'need') {
    return { ...shared, budget: numbers(body.budget), deadline: body.deadline ?? undefined };
  }
  const price = body.price && body.price.kind !== 'negotiable' ? body.price : null;
  return {
    ...shared,
    trl: body.trl ?? undefined,
    patentNumbers: body.patentNumbers,
    price: price ? numbers(price.kind === 'fixed' ? { min: price.min, max: price.min } : price) : undefined,
  };
}
