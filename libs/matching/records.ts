/**
 * What the engine is told about a record. A title is all that must be there: every other field may be missing, and a
 * missing field makes a factor unknown, never zero.
 */
interface MatchableRecord {
  id: string;
  title: string;
  /** Free text, sections and all; up to 200,000 characters are read. */
  text?: string;
  keywords?: readonly string[];
  /** Codes of `#vocabulary`: GB/T 13745, state-supported fields, GB/T 4754, the province's chains. */
  disciplineCodes?: readonly string[];
  fieldCodes?: readonly string[];
  industryCodes?: readonly string[];
  chainCodes?: readonly string[];
  /** A field named in words where no code is known, as spreadsheets of other platforms have it. */
  fieldName?: string;
  /** GB/T 2260 code of six digits. */
  regionCode?: string;
  cooperationModes?: readonly string[];
}

/** What a university or institute offers. */
export interface AchievementRecord extends MatchableRecord {
  /** Technology readiness level, 1–9. */
  trl?: number;
  /** Asking price in 万元; both ends missing means negotiable. */
  price?: MoneyRange;
  patentNumbers?: readonly string[];
  /** ISO 8601 date of publication. */
  publishedAt?: string;
}

/** What an achievement says in fields, not in words. */
export type AchievementFields = Omit<AchievementRecord, 'id' | 'title' | 'text' | 'keywords'>;

/** A technical problem that an enterprise posts. */
export interface NeedRecord extends MatchableRecord {
  /** Budget in 万元. */
  budget?: MoneyRange;
  /** The lowest readiness level that the enterprise accepts, 1–9. */
  trl?: number;
  /** ISO 8601 date. */
  deadline?: string;
}

/** An amount in 万元; an end that is missing is open. */
export interface MoneyRange {
  min?: number;
  max?: number;
}
