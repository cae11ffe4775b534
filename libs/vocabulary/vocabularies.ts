import {
  CLOSURE_REASONS,
  CONTRACT_KINDS,
  DECLINE_REASONS,
  REFUSAL_REASONS,
  SERVICE_KINDS,
} from './case-reasons.js';
import { CHAINS, CLUSTERS } from './chains.js';
import { COOPERATION_MODES } from './cooperation-modes.js';
import { listDisciplines } from './disciplines.js';
import { type VocabularyEntry } from './entries.js';
import { listFields } from './fields.js';
import { listIndustries } from './industries.js';
import { MATCH_LEVELS } from './levels.js';
import { TRLS } from './maturity.js';
import { ORGANISATION_KINDS } from './organisation-kinds.js';
import { listRegions } from './regions.js';

export { type VocabularyEntry } from './entries.js';

export const VOCABULARY_NAMES = [
  'regions',
  'industries',
  'disciplines',
  'fields',
  'chains',
  'cooperation-modes',
  'trl',
  'organisation-kinds',
  'levels',
  'closure-reasons',
  'refusal-reasons',
  'service-kinds',
  'decline-reasons',
  'contract-kinds',
] as const;

export type VocabularyName = (typeof VOCABULARY_NAMES)[number];

export function isVocabularyName(name: string): name is VocabularyName {
  return VOCABULARY_NAMES.some((known) => known === name);
}

// Tables carry columns of their own (level, trl, cluster); what the API serves is the common five.
function common(entries: readonly VocabularyEntry[]): VocabularyEntry[] {
  return entries.map(({ code, parent, zh, en, note }) => ({
    code,
    ...(parent && { parent }),
    zh,
    ...(en && { en }),
    ...(note && { note }),
  }));
}

/** The code lists behind `GET /api/v1/vocabularies/:name`: parents before their children, each in its own order. */
export const vocabularies: Readonly<Record<VocabularyName, () => VocabularyEntry[]>> = {
  regions: () => common(listRegions()),
  industries: () => common(listIndustries()),
  disciplines: () => common(listDisciplines()),
  fields: () => common(listFields()),
  chains: () => [
    ...common(CLUSTERS),
    ...CHAINS.map(({ code, cluster, zh, en, confirmed }) => ({
      code,
      parent: cluster,
      zh,
      en,
      ...(!confirmed && { note: '待确认' }),
    })),
  ],
  'cooperation-modes': () => common(COOPERATION_MODES),
  trl: () => common(TRLS),
  'organisation-kinds': () => common(ORGANISATION_KINDS),
  levels: () => common(MATCH_LEVELS),
  'closure-reasons': () => common(CLOSURE_REASONS),
  'refusal-reasons': () => common(REFUSAL_REASONS),
  'service-kinds': () => common(SERVICE_KINDS),
  'decline-reasons': () => common(DECLINE_REASONS),
  'contract-kinds': () => common(CONTRACT_KINDS),
};

/** Where a list comes from and which state of it this is, to be shown beside the list. */
export interface VocabularySource {
  zh: string;
  en: string;
  source: string;
  edition: string;
}

export const vocabularySources: Readonly<Record<VocabularyName, VocabularySource>> = {
  regions: {
    zh: '行政区划',
    en: 'Regions',
    source: 'GB/T 2260 中华人民共和国行政区划代码',
    edition: '全国省级；河南省市县两级，含至 2021 年的调整',
  },
  industries: {
    zh: '国民经济行业',
    en: 'Industries',
    source: 'GB/T 4754-2017 国民经济行业分类',
    edition: '2017，未含 2019 年第 1 号修改单',
  },
  disciplines: {
    zh: '学科',
    en: 'Disciplines',
    source: 'GB/T 13745-2009 学科分类与代码',
    edition: '2009，一级学科',
  },
  fields: {
    zh: '国家重点支持的高新技术领域',
    en: 'State-supported high-tech fields',
    source: '国科发火〔2016〕32号 附件',
    edition: '2016，前两级',
  },
  chains: {
    zh: '河南省重点产业链',
    en: 'Key industrial chains of Henan',
    source: '河南省“7+28+N”产业链群行动方案',
    edition: '2023，注有“待确认”的名称尚未核实',
  },
  'cooperation-modes': {
    zh: '合作方式',
    en: 'Cooperation modes',
    source: '本平台整理自各技术市场的登记表',
    edition: '1',
  },
  trl: {
    zh: '技术就绪度',
    en: 'Technology readiness levels',
    source: '《装备预先研究技术成熟度评价标准》',
    edition: '5 至 9 级名称待核实',
  },
  'organisation-kinds': { zh: '机构类型', en: 'Kinds of organisation', source: '本平台', edition: '1' },
  levels: { zh: '关联度', en: 'Match levels', source: '平台工作人员使用的四级关联度', edition: '1' },
  'closure-reasons': { zh: '办结原因', en: 'Closure reasons', source: '本平台', edition: '1' },
  'refusal-reasons': { zh: '不予受理原因', en: 'Refusal reasons', source: '本平台', edition: '1' },
  'service-kinds': { zh: '服务方式', en: 'Kinds of service', source: '本平台', edition: '1' },
  'decline-reasons': { zh: '终止对接原因', en: 'Reasons to decline', source: '本平台', edition: '1' },
  'contract-kinds': {
    zh: '合同类型',
    en: 'Kinds of contract',
    source: '技术合同认定登记的五类合同，另加作价入股',
    edition: '1',
  },
};
