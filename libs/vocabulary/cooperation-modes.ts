import { type VocabularyEntry } from './entries.js';
import { compact } from './text.js';

/** Ways to bring an achievement into use: the union of what Chinese technology markets offer on their forms. */
export const COOPERATION_MODES = [
  { code: 'assignment', zh: '所有权转让', en: 'Assignment' },
  { code: 'exclusive_licence', zh: '独占许可', en: 'Exclusive licence', note: '许可人自己也不得实施' },
  { code: 'sole_licence', zh: '排他许可', en: 'Sole licence', note: '许可人自己仍可实施' },
  { code: 'licence', zh: '普通许可', en: 'Non-exclusive licence' },
  { code: 'open_licence', zh: '开放许可', en: 'Open licence' },
  { code: 'use_first', zh: '先使用后付费', en: 'Use first, pay later' },
  { code: 'equity', zh: '作价入股', en: 'Contribution as equity' },
  { code: 'commissioned_development', zh: '委托开发', en: 'Commissioned development' },
  { code: 'joint_development', zh: '合作开发', en: 'Joint development' },
  { code: 'technical_service', zh: '技术服务', en: 'Technical service' },
  { code: 'technical_consulting', zh: '技术咨询', en: 'Technical consulting' },
  { code: 'training', zh: '技术培训', en: 'Training' },
  { code: 'pilot_cooperation', zh: '中试/验证合作', en: 'Pilot or validation cooperation' },
  { code: 'joint_platform', zh: '共建平台', en: 'Joint platform' },
  { code: 'financing', zh: '融资', en: 'Financing' },
  { code: 'negotiable', zh: '面议', en: 'Negotiable' },
] as const satisfies readonly VocabularyEntry[];

export type CooperationMode = (typeof COOPERATION_MODES)[number]['code'];

export function findCooperationMode(code: string): (typeof COOPERATION_MODES)[number] | undefined {
  return COOPERATION_MODES.find((mode) => mode.code === code);
}

export function isCooperationMode(code: string): code is CooperationMode {
  return findCooperationMode(code) !== undefined;
}

// The first pattern that fits wins, so the particular stand before the general: every licence contains 许可.
const spellings: readonly (readonly [RegExp, CooperationMode])[] = [
  [/先(使|试)?用后(付|转)|免费试用/, 'use_first'],
  [/(?<!非)独占/, 'exclusive_licence'],
  [/(?<!非)排他|独家/, 'sole_licence'],
  [/开放许可/, 'open_licence'],
  [/融资/, 'financing'],
  [/入股|作价|股权合作/, 'equity'],
  [/转让|买断/, 'assignment'],
  [/许可/, 'licence'],
  [/委托/, 'commissioned_development'],
  [/中试|验证/, 'pilot_cooperation'],
  [/共建|联合实验室/, 'joint_platform'],
  [/(合作|联合|共同)(开发|研发|研究|攻关|转化)|产学研|^(技术)?合作$/, 'joint_development'],
  [/咨询/, 'technical_consulting'],
  [/培训/, 'training'],
  [/技术(服务|支持)|^服务$/, 'technical_service'],
  [/面议|面谈|协商|商议/, 'negotiable'],
];

/**
 * Reads one mode as people write it in a spreadsheet: a code, the Chinese or English name, or a common spelling such
 * as 技术转让, 技术入股, 产学研合作, 许可使用. A bare 许可 is an ordinary licence; 独家 is read as 排他, as the markets'
 * forms do. Null when nothing is recognised, 技术开发 included, for it does not say whether commissioned or joint.
 * A cell with several modes must be split first; mind that 中试/验证合作 holds a slash itself.
 */
export function parseCooperationMode(text: string): CooperationMode | null {
  const written = compact(text).toLowerCase();
  const named = COOPERATION_MODES.find(
    (mode) => mode.code === written || mode.zh === written || compact(mode.en).toLowerCase() === written,
  );
  return named?.code ?? spellings.find(([pattern]) => pattern.test(written))?.[1] ?? null;
}

export type ModeCompatibility = 'same' | 'negotiable' | 'related' | 'different';

// Within a family one mode is a fair opening offer for another. A mode may sit in two.
const families: readonly (readonly CooperationMode[])[] = [
  ['assignment', 'exclusive_licence', 'sole_licence', 'licence', 'open_licence', 'use_first', 'equity'],
  ['commissioned_development', 'joint_development', 'pilot_cooperation', 'joint_platform'],
  ['commissioned_development', 'technical_service', 'technical_consulting', 'training'],
  ['equity', 'financing'],
];

/**
 * Compares what one side offers with what the other asks for; the order does not matter. The families behind
 * `related` are our own: giving rights, developing together, serving, and raising capital.
 */
export function modesCompatible(left: CooperationMode, right: CooperationMode): ModeCompatibility {
  if (left === right) return 'same';
  if (left === 'negotiable' || right === 'negotiable') return 'negotiable';
  return families.some((family) => family.includes(left) && family.includes(right)) ? 'related' : 'different';
}
