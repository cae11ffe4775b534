import { compact } from './text.js';

export type PatentKind = 'invention' | 'utility_model' | 'design' | 'pct_invention' | 'pct_utility_model';

export type PatentNumberCheck =
  | { ok: true; form: 'application' | 'publication'; number: string; kind: PatentKind }
  | { ok: false; problem: 'format' }
  | { ok: false; problem: 'kind'; digit: string }
  | { ok: false; problem: 'check_digit'; expected: string; actual: string };

// The digit after the year. 8 and 9 are international (PCT) applications that entered China.
const kindOfApplication: Readonly<Record<string, PatentKind>> = {
  '1': 'invention',
  '2': 'utility_model',
  '3': 'design',
  '8': 'pct_invention',
  '9': 'pct_utility_model',
};

// The kind code that ends a publication number; it does not tell PCT applications from domestic ones.
const kindOfPublication: Readonly<Record<string, PatentKind>> = {
  A: 'invention',
  B: 'invention',
  C: 'invention',
  U: 'utility_model',
  Y: 'utility_model',
  S: 'design',
  D: 'design',
};

function checkDigit(digits: string): string {
  const sum = [...digits].reduce((total, digit, place) => total + Number(digit) * (2 + (place % 8)), 0);
  return sum % 11 === 10 ? 'X' : String(sum % 11);
}

function checkApplication(digits: string, actual: string): PatentNumberCheck {
  // Twelve digits begin with a year in full, from October 2003; eight with its last two figures, 1985 to 2003.
  const yearLength = digits.length === 12 ? 4 : 2;
  const year = digits.slice(0, yearLength);
  const isYear = yearLength === 4 ? year >= '2003' && year < '2100' : year >= '85' || year <= '03';
  if (!isYear) return { ok: false, problem: 'format' };
  const digit = digits.charAt(yearLength);
  const kind = kindOfApplication[digit];
  if (!kind) return { ok: false, problem: 'kind', digit };
  const expected = checkDigit(digits);
  if (actual && actual !== expected) return { ok: false, problem: 'check_digit', expected, actual };
  return { ok: true, form: 'application', number: `${digits}.${expected}`, kind };
}

/**
 * Brings a Chinese patent number to one form: an application or patent number to "202211250898.9", without ZL or CN,
 * a publication number to "CN116789012A". Accepts ZL and CN prefixes, labels such as 专利号:, full-width characters,
 * spaces and other separators, and the shorter numbers from before October 2003. The check digit (weights 2 to 9 in
 * turn, remainder of 11, 10 written X) is verified when written and supplied when missing. Publication numbers carry
 * no check digit. Numbers of other offices, PCT/CN and WO numbers are `format`.
 */
export function normalizePatentNumber(text: string): PatentNumberCheck {
  const written = compact(text)
    .toUpperCase()
    .replace(/^(专利|申请|授权公告|公开|公告)号/, '')
    .replace(/[.·。．:_-]/g, '');
  const application = /^(?:CN)?(?:ZL)?(\d{12}|\d{8})([\dX]?)$/.exec(written);
  if (application) return checkApplication(application[1] ?? '', application[2] ?? '');
  const publication = /^(?:CN)?(\d{7,9})([A-Z])(\d?)$/.exec(written);
  const kind = kindOfPublication[publication?.[2] ?? ''];
  if (!publication || !kind) return { ok: false, problem: 'format' };
  return { ok: true, form: 'publication', number: `CN${publication.slice(1).join('')}`, kind };
}
