import { type Evidence, type Factor, type ScoredMatch } from './match.js';

type Locale = 'zh' | 'en';

const factorNames: Readonly<Record<Factor['name'], Readonly<Record<Locale, string>>>> = {
  text: { zh: '内容', en: 'content' },
  indicators: { zh: '技术指标', en: 'technical indicators' },
  maturity: { zh: '成熟度', en: 'maturity' },
  field: { zh: '领域', en: 'field' },
  mode: { zh: '合作方式', en: 'cooperation mode' },
  budget: { zh: '预算', en: 'budget' },
  region: { zh: '区域', en: 'region' },
  timeliness: { zh: '时效', en: 'timeliness' },
  evidence: { zh: '佐证', en: 'proof' },
};

const levelWords: Readonly<Record<number, Readonly<Record<Locale, string>>>> = {
  4: { zh: '两者高度相关，建议尽快对接', en: 'A strong fit: introduce them soon' },
  3: { zh: '两者较为相关，值得联系', en: 'A fair fit: worth a call' },
  2: {
    zh: '两者属于相近领域，未见直接解决该问题',
    en: 'The same field, but no answer to the problem was seen',
  },
  1: { zh: '两者关联很弱', en: 'Hardly related' },
};

/**
 * A match in words, for a notification or a mail: one sentence of summary, then a line for each reason that can be
 * checked and a last line for what neither record says.
 */
export function explainMatch(match: ScoredMatch, locale: Locale): { summary: string; lines: string[] } {
  const lines: string[] = [];
  for (const factor of match.factors) lines.push(...linesOf(factor, locale));
  const unknown = match.factors
    .filter(({ value, weight }) => value === null && weight > 0)
    .map(({ name }) => factorNames[name][locale]);
  if (unknown.length > 0) {
    lines.push(locale === 'zh' ? `尚不清楚：${unknown.join('、')}。` : `Not known: ${unknown.join(', ')}.`);
  }
  const words = match.matchedTerms.slice(0, 5);
  const level = levelWords[match.level]![locale];
  if (words.length === 0) return { summary: locale === 'zh' ? `${level}。` : `${level}.`, lines };
  const summary =
    locale === 'zh'
      ? `${level}；共同涉及${words.join('、')}。`
      : `${level}; both speak of ${words.join(', ')}.`;
  return { summary, lines };
}

function linesOf(factor: Factor, locale: Locale): string[] {
  const lines: string[] = [];
  for (const evidence of factor.evidence) {
    const line = lineOf(factor, evidence, locale);
    if (line) lines.push(line);
  }
  return lines;
}

function lineOf(factor: Factor, evidence: Evidence, locale: Locale): string | undefined {
  switch (evidence.type) {
    case 'terms':
      return undefined;
    case 'sentence':
      return sentenceLine(evidence, locale);
    case 'indicator':
      return indicatorLine(evidence, locale);
    case 'values':
      return factor.value === null ? undefined : valuesLine(factor, evidence, locale);
    case 'model':
      return modelLine(evidence, locale);
  }
}

function modelLine({ measure, model, score }: Extract<Evidence, { type: 'model' }>, locale: Locale): string {
  if (locale === 'zh')
    return `模型${measure === 'similarity' ? '语义相似度' : '相关度'} ${score}（${model}）`;
  return `${measure === 'similarity' ? 'Likeness' : 'Relevance'} by a model: ${score} (${model})`;
}

function sentenceLine({ side, text }: Extract<Evidence, { type: 'sentence' }>, locale: Locale): string {
  if (locale === 'zh') return side === 'need' ? `需求提到：“${text}”` : `成果提到：“${text}”`;
  return side === 'need' ? `The need says: “${text}”` : `The achievement says: “${text}”`;
}

function indicatorLine(
  evidence: Extract<Evidence, { type: 'indicator' }>,
  locale: Locale,
): string | undefined {
  const { verdict, name, required, offered, margin } = evidence;
  if (verdict === 'unknown') {
    return locale === 'zh' ? `指标未知：${name}（要求 ${required}）` : `Unknown: ${name} (asked ${required})`;
  }
  const percent = margin === undefined ? '' : `${Math.round(Math.abs(margin) * 100)}%`;
  if (locale === 'zh') {
    const by = percent && margin !== 0 ? `，${margin! > 0 ? '优于' : '差'} ${percent}` : '';
    return `${verdict === 'met' ? '指标满足' : '指标未达到'}：${name}，要求 ${required}，成果为 ${offered ?? '—'}${by}`;
  }
  const by = percent && margin !== 0 ? `, ${percent} ${margin! > 0 ? 'better' : 'short'}` : '';
  return `${verdict === 'met' ? 'Met' : 'Missed'}: ${name}, asked ${required}, offered ${offered ?? '—'}${by}`;
}

const relationWords: Readonly<Record<string, Readonly<Record<Locale, string>>>> = {
  ready: { zh: '已达到所需成熟度', en: 'ready enough' },
  below: { zh: '低于所需成熟度', en: 'less ready than asked' },
  same: { zh: '一致', en: 'the same' },
  near: { zh: '相近', en: 'near' },
  different: { zh: '不同', en: 'different' },
  negotiable: { zh: '可面议', en: 'negotiable' },
  related: { zh: '可协商', en: 'related' },
  within: { zh: '在预算之内', en: 'within the budget' },
  above: { zh: '超出预算', en: 'above the budget' },
  'same-county': { zh: '同一县区', en: 'the same county' },
  'same-city': { zh: '同一城市', en: 'the same city' },
  'same-province': { zh: '同一省份', en: 'the same province' },
  elsewhere: { zh: '不在同一省份', en: 'another province' },
  recent: { zh: '近年成果', en: 'recent' },
  older: { zh: '发布较早', en: 'older' },
  stated: { zh: '列有专利', en: 'patents named' },
  unclear: {
    zh: '需求写得太少或太杂，难以判断',
    en: 'the need says too little, or too much, to be understood',
  },
};

// Codes mean nothing to a reader of prose; amounts, levels and numbers do.
const plainFields = new Set(['trl', 'price', 'patentNumbers', 'fieldName']);

function valuesLine(factor: Factor, evidence: Extract<Evidence, { type: 'values' }>, locale: Locale): string {
  const { field, need, achievement, relation } = evidence;
  const name = factorNames[factor.name][locale];
  const word = relationWords[relation]?.[locale] ?? relation;
  if (!plainFields.has(field)) return locale === 'zh' ? `${name}：${word}` : `${name}: ${word}`;
  const sides =
    locale === 'zh'
      ? [need && `需求 ${need}`, achievement && `成果 ${achievement}`].filter(Boolean).join('，')
      : [need && `need ${need}`, achievement && `achievement ${achievement}`].filter(Boolean).join(', ');
  return locale === 'zh' ? `${name}：${word}（${sides}）` : `${name}: ${word} (${sides})`;
}
