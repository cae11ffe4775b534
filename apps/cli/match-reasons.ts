import { type Evidence, type Factor, type FactorName } from '#matching/match.js';
import { findChain } from '#vocabulary/chains.js';
import { findCooperationMode } from '#vocabulary/cooperation-modes.js';
import { findDiscipline } from '#vocabulary/disciplines.js';
import { findField } from '#vocabulary/fields.js';
import { findIndustry } from '#vocabulary/industries.js';
import { MATCH_LEVELS } from '#vocabulary/levels.js';
import { findRegion } from '#vocabulary/regions.js';

const FACTOR_WORDS: Readonly<Record<FactorName, string>> = {
  text: '内容',
  indicators: '指标',
  maturity: '成熟度',
  field: '领域',
  mode: '合作方式',
  budget: '预算',
  region: '区域',
  timeliness: '时效',
  evidence: '佐证',
};

const VERDICTS = { met: '达到', missed: '未达到', unknown: '未说明' } as const;

/** How the values of a field are shown; codes by the names of their lists, the rest as they are. */
const VALUE_NAMES: Readonly<Record<string, (value: string) => string>> = {
  trl: (level) => `TRL ${level}`,
  price: (amount) => `${amount}万元`,
  chainCodes: (code) => findChain(code)?.zh ?? code,
  industryCodes: (code) => findIndustry(code)?.zh ?? code,
  fieldCodes: (code) => findField(code)?.zh ?? code,
  disciplineCodes: (code) => findDiscipline(code)?.zh ?? code,
  regionCode: (code) => findRegion(code)?.zh ?? code,
  cooperationModes: (code) => findCooperationMode(code)?.zh ?? code,
};

/** Terms after the heaviest few say little and fill the cell. */
const SHOWN_TERMS = 8;

/** The Chinese name of a level: 强相关, 较强相关, 弱相关, 无相关. */
export function levelName(level: number): string {
  return MATCH_LEVELS.find((entry) => entry.level === level)?.zh ?? String(level);
}

/** Words the factors of a match in Chinese for one cell of a spreadsheet; what is unknown is named last, as unknown. */
export function wordReasons(factors: readonly Factor[]): string {
  const known = factors.filter(({ value }) => value !== null).map(wordFactor);
  const unknown = factors.filter(({ value }) => value === null).map(wordFactor);
  return [...known, ...(unknown.length > 0 ? [`未知：${unknown.join('、')}`] : [])].join('；');
}

function wordFactor({ name, weight, value, evidence }: Factor): string {
  const words = evidence
    .map(wordEvidence)
    .filter((word) => word !== '')
    .join('，');
  if (value === null) return words === '' ? FACTOR_WORDS[name] : `${FACTOR_WORDS[name]}（${words}）`;
  const head = `${FACTOR_WORDS[name]} ${Math.round(value * 100)}分（权重${Math.round(weight * 100)}%）`;
  return words === '' ? head : `${head}：${words}`;
}

function wordEvidence(evidence: Evidence): string {
  switch (evidence.type) {
    case 'terms':
      return evidence.terms
        .slice(0, SHOWN_TERMS)
        .map(({ term }) => term)
        .join('、');
    case 'sentence':
      return `${evidence.side === 'need' ? '需求' : '成果'}原文“${evidence.text}”`;
    case 'indicator': {
      const offered = evidence.offered === undefined ? '' : `，成果为${evidence.offered}`;
      return `${evidence.name} 要求${evidence.required}${offered}，${VERDICTS[evidence.verdict]}`;
    }
    case 'values': {
      const name = VALUE_NAMES[evidence.field] ?? ((value: string) => value);
      const sides = [
        evidence.need === undefined ? '' : `需求${name(evidence.need)}`,
        evidence.achievement === undefined ? '' : `成果${name(evidence.achievement)}`,
      ];
      return sides.filter((side) => side !== '').join('、');
    }
    case 'model':
      return `模型${evidence.measure === 'similarity' ? '语义相似度' : '相关度'}${evidence.score}（${evidence.model}）`;
  }
}
