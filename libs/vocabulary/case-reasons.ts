import { type VocabularyEntry } from './entries.js';

/** Why a need ended. Only `solved_here` counts as an outcome of the platform. */
export const CLOSURE_REASONS = [
  { code: 'solved_here', zh: '在本平台解决', en: 'Solved through this platform' },
  { code: 'solved_elsewhere', zh: '已通过其他途径解决', en: 'Solved elsewhere' },
  { code: 'no_longer_needed', zh: '不再需要', en: 'No longer needed' },
  { code: 'no_solution_found', zh: '未找到解决方案', en: 'No solution found' },
  {
    code: 'owner_silent',
    zh: '需求方逾期未反馈',
    en: 'The owner did not answer',
    note: '由管理员代为办结时使用',
  },
] as const satisfies readonly VocabularyEntry[];
export type ClosureReason = (typeof CLOSURE_REASONS)[number]['code'];

/** Why a need that was handed in is not taken on. */
export const REFUSAL_REASONS = [
  { code: 'incomplete', zh: '内容不完整，无法受理', en: 'Too little is said to work on it' },
  { code: 'not_technical', zh: '不是技术需求', en: 'Not a technical problem' },
  { code: 'duplicate', zh: '与已有需求重复', en: 'Posted already' },
  { code: 'not_genuine', zh: '真实性存疑', en: 'Doubtful that it is genuine' },
  { code: 'out_of_scope', zh: '不属于受理范围', en: 'Outside of what this office takes on' },
] as const satisfies readonly VocabularyEntry[];
export type RefusalReason = (typeof REFUSAL_REASONS)[number]['code'];

/** What was done for a need, one record at a time. */
export const SERVICE_KINDS = [
  { code: 'call', zh: '电话沟通', en: 'Call' },
  { code: 'visit', zh: '上门走访', en: 'Visit' },
  { code: 'introduction', zh: '引荐对接', en: 'Introduction' },
  { code: 'solution', zh: '提供解决方案', en: 'Proposed solution' },
] as const satisfies readonly VocabularyEntry[];
export type ServiceKind = (typeof SERVICE_KINDS)[number]['code'];

/** Why people ended a match. */
export const DECLINE_REASONS = [
  { code: 'does_not_fit', zh: '技术不符', en: 'The technology does not fit' },
  { code: 'too_early', zh: '成熟度不够', en: 'Too early' },
  { code: 'terms_differ', zh: '价格或合作方式谈不拢', en: 'No agreement on price or terms' },
  { code: 'rights_unclear', zh: '权属不清', en: 'Rights are unclear' },
  { code: 'no_capacity', zh: '暂无力量承接', en: 'No capacity for it' },
  { code: 'no_answer', zh: '对方无回应', en: 'The other side does not answer' },
  { code: 'solved_elsewhere', zh: '已另有合作', en: 'Settled with somebody else' },
  { code: 'other', zh: '其他（须说明）', en: 'Other, with a note' },
] as const satisfies readonly VocabularyEntry[];
export type DeclineReason = (typeof DECLINE_REASONS)[number]['code'];

/** What was signed: the five kinds of technology contract that are registered, and a share in a firm, which is none. */
export const CONTRACT_KINDS = [
  { code: 'development', zh: '技术开发合同', en: 'Development contract' },
  { code: 'transfer', zh: '技术转让合同', en: 'Transfer contract' },
  { code: 'licence', zh: '技术许可合同', en: 'Licence contract' },
  { code: 'consulting', zh: '技术咨询合同', en: 'Consulting contract' },
  { code: 'service', zh: '技术服务合同', en: 'Service contract' },
  { code: 'equity', zh: '作价入股协议', en: 'Contribution as equity' },
] as const satisfies readonly VocabularyEntry[];
export type ContractKind = (typeof CONTRACT_KINDS)[number]['code'];

/** The codes of one list, for `z.enum`. */
export const codesOf = <C extends string>(list: readonly { code: C }[]): [C, ...C[]] =>
  list.map(({ code }) => code) as [C, ...C[]];

const ALL: readonly VocabularyEntry[] = [
  ...CLOSURE_REASONS,
  ...REFUSAL_REASONS,
  ...SERVICE_KINDS,
  ...DECLINE_REASONS,
  ...CONTRACT_KINDS,
];

/** What a coded reason is called; a code of no list is answered as it is. */
export const reasonName = (code: string, locale: 'zh' | 'en'): string =>
  ALL.find((entry) => entry.code === code)?.[locale] ?? code;
