import { type VocabularyEntry } from './entries.js';

/** Who takes part on the platform; the list is our own. */
export const ORGANISATION_KINDS = [
  { code: 'university', zh: '高等院校', en: 'University' },
  { code: 'institute', zh: '科研院所', en: 'Research institute' },
  { code: 'enterprise', zh: '企业', en: 'Enterprise' },
  { code: 'transfer_institution', zh: '技术转移机构', en: 'Technology transfer institution' },
  { code: 'pilot_base', zh: '中试基地', en: 'Pilot base' },
  { code: 'hospital', zh: '医疗卫生机构', en: 'Hospital' },
  { code: 'government', zh: '政府部门', en: 'Government department' },
  { code: 'zone', zh: '开发区', en: 'Development zone' },
  { code: 'fund', zh: '基金', en: 'Fund' },
] as const satisfies readonly VocabularyEntry[];

export type OrganisationKind = (typeof ORGANISATION_KINDS)[number]['code'];

/** The codes alone, for `z.enum` and column checks. */
export const ORGANISATION_KIND_CODES = ORGANISATION_KINDS.map(({ code }) => code);

export function findOrganisationKind(code: string): (typeof ORGANISATION_KINDS)[number] | undefined {
  return ORGANISATION_KINDS.find((kind) => kind.code === code);
}
