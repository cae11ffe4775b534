import { aboutOf, speaksOfCompany, speaksOfProject } from './about.js';
import { isMeasured, quantityOf } from './names.js';
import type { NounPhrase } from './noun-phrases.js';
import type { Expression } from './quantity-expressions.js';
import type { Unit } from './units.js';
import type { LeftWords, RightWords } from './wording.js';

/** Names of statistics, figures and headings, which are no quantities of a technology. */
const NOT_A_QUANTITY =
  /^(?:[A-Za-z]|OR|RR|HR|MD|CI|SD|WMD|SMD|χ2|x2|I2|df|95%CI|[Pp]\s?值|图|表|式|公式|文献|步骤|实施例|权利要求|附图|节|章|例|难题|需求|目标|问题|方案|高温|低温|常温|室温)$/;
/** 95%以上都是…: a share of some population, told in passing. */
const SHARE_OF = /^(?:都|均|是|为|的(?!范围|水平)|采用|用于|来自|由|属|依赖)/;
/** Behind a time or temperature: the conditions under which something else holds. */
const CONDITION = /^(?:后|下|时|内|的条件|条件下|以内|之内)(?=[一-龥])/;
const PROJECT_GOAL = /^(?:之?内|以?内)?(?:完成|实现|形成|建成|培育|提交|研发|开发|投产|推广|取得|解决|提出)/;
/** 7天内可以…: within that time something else holds. */
const WITHIN = /(?:之?内|以内)$/;
const HISTORY = /来$|历史|经验|成立|从事|以前|多年|建[厂所校司]/;
const SYMBOL = /[≥≤<>=±]/;
const RATIO = /(?<!功|频|速|斜|曲|倍|帧|码|采样|分辨|磨损|腐蚀|[漏流热电磁透导渗产])率$/;

/** What may follow a number that has no unit. */
const PLAIN_END = /^(?:以|左|及|的|时|和|与|到|至|之|上下|且|或|内|下|后|是|为|[起])/;

/** Everything that is known of a number when it is decided whether it is an indicator. */
export interface Candidate {
  text: string;
  expression: Expression;
  unit: Unit | null;
  left: LeftWords;
  right: RightWords;
  phrase: NounPhrase;
  change: boolean;
}

/** Whether a unit is one in which the named quantity is given; names outside the table are given in most. */
export function unitFits(name: string, unit: Unit | null): boolean {
  const dimension = unit?.dimension ?? '1';
  const quantity = quantityOf(name);
  if (quantity?.dimensions && !quantity.dimensions.has(dimension)) return false;
  if (dimension === 'scale:C-rate') return /倍率/.test(name);
  if (dimension === 'temperature' && /(?:性能|试验|条件)$/.test(name)) return false;
  if (dimension === 'temperature') return quantity !== null || /[温热寒冷冻火点度℃]/.test(name);
  if (dimension === 'time')
    return quantity !== null || /时|期|年|限|寿命|间隔|龄|MTBF|周|延|耐|连续|运行|稳定|节拍/.test(name);
  if (RATIO.test(name))
    return dimension === '1' || dimension.startsWith('scale:') || dimension.includes('^-1');
  return true;
}

/** Whether what was read is a quantity that someone could check, and not a figure in passing. */
export function isIndicator(candidate: Candidate): boolean {
  const { text, expression, unit, left, right, phrase, change } = candidate;
  const { name, clause } = phrase;
  const about = aboutOf(name, clause, { ...expression, unit });
  const compared = left.comparison !== undefined || right.comparison !== undefined || left.better;
  const behind = text.slice(right.end, right.end + 6);
  if (about === 'money' && unit !== null && !/currency|scale:[美欧]元/.test(unit.dimension))
    return change && name !== '';
  if (about === 'money')
    return (
      (unit !== null && !(expression.chinese && (expression.value ?? 0) < 1000)) || expression.multiplied
    );
  if (NOT_A_QUANTITY.test(name)) return false;
  if (change) {
    // 每减少100公斤 is a rate, 提高1个滴度 counts something that the unit does not name.
    if (unit === null || name === '' || /^[A-Za-z]$|每.{0,3}$/.test(name)) return false;
    return !(expression.unitText === '个' && /^[一-龥]/.test(behind) && !/^[以左及]/.test(behind));
  }
  if (about === 'company') {
    return (
      unit !== null &&
      unit.dimension !== '1' &&
      !/(?:公司|集团|企业|厂|中心|实验室|团队|现有|拥有|具有)$/.test(name) &&
      speaksOfCompany(clause + name) &&
      (compared || left.equals || /^[一-龥]/.test(name))
    );
  }
  if (about === 'time') {
    return (
      unit !== null &&
      compared &&
      !HISTORY.test(name + behind.slice(0, 3)) &&
      (speaksOfProject(clause) || PROJECT_GOAL.test(behind))
    );
  }
  const known = quantityOf(name) !== null;
  if (name === '' || (name.length === 1 && !known) || phrase.clause.startsWith('随')) return false;
  // A longer name may end in a known quantity and be another: 蓄热密度大于400kJ/kg. That takes clear words.
  if (!unitFits(name, unit) && !(left.comparison !== undefined || left.equals || left.placed)) return false;
  if (!unitFits(name, unit) && /^(?:time|temperature|scale:C-rate|1)$/.test(unit?.dimension ?? '1'))
    return false;
  const written = text.slice(left.phraseEnd, expression.end);
  if (!unit) return isPlainNumber(candidate, known, compared);
  if (SYMBOL.test(written) && name.length > 1) return true;
  const { dimension } = unit;
  // 鲜重3个指标: what is counted stands behind and is not the name.
  if (dimension === 'item' && !compared && /^[一-龥]/.test(behind)) return false;
  if (dimension === 'time' && !left.equals && left.comparison === undefined) {
    if (WITHIN.test(text.slice(expression.end, right.end)) && /^[一-龥]/.test(behind)) return false;
  }
  if (
    (dimension === 'time' || dimension === 'temperature') &&
    !compared &&
    CONDITION.test(behind) &&
    !left.equals
  )
    return false;
  if (known || isMeasured(name)) return true;
  if (dimension === 'item' || dimension === 'cycle') return false;
  if (dimension === '1') {
    // mAP达到87.3%: an acronym is a measure, where a noun may be any part of a whole.
    const acronym = /^[A-Za-z][A-Za-z0-9-]+$/.test(name);
    return !SHARE_OF.test(behind) && (left.equals || left.placed) && (compared || acronym);
  }
  if (behind.startsWith('级') && !dimension.startsWith('scale:')) return false;
  return (
    left.comparison !== undefined || left.better || left.equals || (left.to && left.change !== undefined)
  );
}

/** A number without a unit says something only of names that are numbers: ratios, coefficients, pH, Ra. */
function isPlainNumber(candidate: Candidate, known: boolean, compared: boolean): boolean {
  const { text, expression, left, phrase } = candidate;
  const { name } = phrase;
  if (expression.multiplied && known) return true;
  // 5.93刻: a unit that the table lacks, and so no plain number.
  if (
    /^[一-龥]/.test(text.slice(expression.end, expression.end + 1)) &&
    !PLAIN_END.test(text.slice(expression.end, expression.end + 2))
  )
    return false;
  if (expression.gluedName) return true;
  if (!known && !/[比数值率度]$|^[A-Z][A-Za-z0-9]{1,5}$/.test(name)) {
    return compared && name.length > 1 && SYMBOL.test(text.slice(left.phraseEnd, expression.start));
  }
  return (
    compared ||
    left.equals ||
    left.placed ||
    (left.to && left.change !== undefined) ||
    expression.form !== 'single'
  );
}
