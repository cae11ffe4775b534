import type { Comparison } from './indicator.js';

/** What the words directly before a number say of it. */
export interface LeftWords {
  comparison?: Comparison;
  /** 优于: better than, whichever way the quantity gets better. */
  better: boolean;
  approximate: boolean;
  /** 达到, 为, a colon: the number belongs to what is named before. */
  equals: boolean;
  /** 在: a value, or only a place or condition (在2.2V电压下). */
  placed: boolean;
  /** 提高, 降低 … next to the number. */
  change?: 'increase' | 'decrease';
  /** The word of change as written. */
  changeWord?: string;
  /** 至, 到, 为 behind the word of change: the number is where it ends, not how far it goes. */
  to: boolean;
  /** Offset behind the phrase that names the quantity. */
  phraseEnd: number;
}

type Effect =
  | { as: 'comparison'; comparison: Comparison }
  | { as: 'better' | 'about' | 'equals' | 'placed' | 'to' | 'filler' | 'increase' | 'decrease' };

const words = new Map<string, Effect>();
let longest = 0;

function add(effect: Effect, list: string): void {
  for (const word of list.split(/\s+/).filter(Boolean)) {
    words.set(word, effect);
    longest = Math.max(longest, word.length);
  }
}

const NEGATIONS =
  '不 不得 不能 不应 不会 不可 不宜 不允许 不许 不要 未 无法 均不 不再 不得超 一般不 常不'.split(' ');
const negated = (verbs: string) =>
  verbs
    .split(' ')
    .flatMap((verb) => NEGATIONS.map((no) => no + verb))
    .join(' ');

add(
  { as: 'comparison', comparison: '>=' },
  `≥ >= => ≧ ⩾ ≮ 至少 最少 最低 最小 下限 起码 大于等于 大于或等于 高于或等于 不亚于 不劣于 不弱于 不逊于
  ${negated('低于 小于 少于 短于 慢于 薄于')}`,
);
add({ as: 'comparison', comparison: '>' }, '> 高于 超过 大于 多于 长于 超出 突破 高过 大过 超 厚于');
add(
  { as: 'comparison', comparison: '<=' },
  `≤ <= =< ≦ ⩽ ≯ 至多 最多 最大 最高 上限 小于等于 小于或等于 低于或等于
  ${negated('高于 超过 大于 多于 长于 超出 超 厚于')}`,
);
add({ as: 'comparison', comparison: '<' }, '< 低于 小于 少于 短于 不足 不到 未达到 快于 薄于 不满');
add({ as: 'better' }, '优于 好于');
add({ as: 'about' }, '约 大约 约为 近 接近 将近 大概 大致 左右 ≈ ≅ 约达 约有 约在 ~');
add(
  { as: 'equals' },
  `达到 达 可达 高达 达成 达至 到达 为 是 分别为 等于 = : 保持在 维持在 控制在 控制为 稳定在 限制在 集中在 介于 处于
  仅为 仅有 只有 最高达 最大达 打 即 平均为 做到 满足 位于 设为 定为 确定为 测得 仅需 只需 长达 多达 低至 高至 宽达 深达 重达 快达 需要 需 仅 共有
  要求 要求达到 目标 目标值 突破到`,
);
add({ as: 'to' }, '至 到');
add({ as: 'placed' }, '在 处在');
add(
  { as: 'filler' },
  `应 须 必须 要 可 能 能够 可以 均 都 已 只 也 还 将 会 就 最终 一般 通常 平均 分别 基本 目前 现 现已 应该 应当 宜 最好
  大幅 明显 显著 了 幅度 进一步 总体 普遍 全部 每个 的 各 甚至 常 多 再 又 率 其 同比 仍 依然 始终 稳定 希望 力争 预期
  预计 有望 值 期望 拟 左右的 单位`,
);
add(
  { as: 'increase' },
  `提高 提升 增加 增长 上升 增大 增强 升高 延长 扩大 改善 高出 多出 加快 增产 增收 提速 增效 上涨 增幅 上调 拉长 增重
  增高 高 多 快 长 涨 升 提 增`,
);
add(
  { as: 'decrease' },
  `降低 减少 下降 缩短 节约 节省 减小 减轻 减低 缩小 削减 节能 节水 节电 节材 减排 下调 减重 降本 降耗 减薄 节药 节肥 减肥
  减药 省电 省油 节油 降幅 减幅 减弱 消减 减缓 节煤 减量 细化 回落 低 少 短 小 轻 减 降 缩 省`,
);

/** Nouns that end in the same character as a word above; behind them it is no filler and no word of change. */
const NOUN_ENDINGS =
  /(?:[性功产节储热耗动智机电效潜势光总]能|认可|许可|目标|主要|需要|质量|重量|含量|[产流数用能热剂当容排销变总余通水风气油电力定微计测模增载]量|度|最大|最小|最高|最低|大小|多少|[时波周边全总身体特生成增伸延]长|行业|[净身株总层全扬苗]高|[反响效供适感对]应|[合组构形生完]成|[准正精]确率|[一-龥]率|[一-龥]值|含硫|规定|稳定|单位)$/;
/** Words of change that are plain adjectives too; alone they tell a change only where something is compared. */
const ADJECTIVES = new Set('高 多 快 长 低 少 短 小 轻 降 减 省 涨 升 提 增 缩'.split(' '));
const COMPARES = /[较比]|相对|高于|低于|原来|现有|传统|同期|以前/;
/** In these the last character is part of a noun or verb: 存在, 行为, 因为. */
const JOINED =
  /(?:[存潜实所内外]在|[行作认因称人]为|[但于]是|[拥具含所]有|[急必]需|接近|[最附]近|[制]约|得到|[感看收]到|[甚以直乃]至|[急]需)$/;

function wordBefore(text: string, from: number, end: number): string {
  for (let length = Math.min(longest, end - from); length > 0; length--) {
    const word = text.slice(end - length, end);
    // 低至 is a word of its own, but not in 降低至.
    if (/^[低高]至$/.test(word) && /[降减提升增]/.test(text[end - 3] ?? '')) continue;
    if (words.has(word)) return word;
  }
  return '';
}

/** Takes one word in; false where it belongs to the noun phrase after all. */
function take(found: LeftWords, effect: Effect, word: string, before: string): boolean {
  const noun = word.length === 1 && NOUN_ENDINGS.test(before);
  const joined = word.length === 1 && JOINED.test(before);
  if (noun || joined) return false;
  switch (effect.as) {
    case 'filler':
      return (
        before.length > word.length && !(word === '的' && !found.comparison && !found.change && !found.equals)
      );
    case 'increase':
    case 'decrease':
      if (found.change) return false;
      // 降至, 升到: beside them the short words are plain; 高 and 低 need something compared.
      if (ADJECTIVES.has(word) && !found.to && !COMPARES.test(before)) return false;
      found.change = effect.as;
      found.changeWord = word;
      return true;
    case 'comparison':
      if (found.change || (word.startsWith('最') && (found.comparison !== undefined || found.equals)))
        return false;
      found.comparison ??= effect.comparison;
      return true;
    case 'better':
      if (found.change) return false;
      found.better = found.comparison === undefined;
      return true;
    case 'about':
      found.approximate = true;
      return true;
    case 'placed':
      if (found.change) return false;
      found.placed = true;
      return true;
    case 'to':
      if (found.change) return false;
      found.to = true;
      return true;
    default:
      if (found.change) return false;
      if (word === '为') found.to = true;
      found.equals = true;
      return true;
  }
}

/**
 * Reads the words that lead up to a number, from right to left, not past `from`. At most eight words are taken off.
 */
export function readLeftWords(text: string, from: number, at: number): LeftWords {
  const found: LeftWords = {
    better: false,
    approximate: false,
    equals: false,
    placed: false,
    to: false,
    phraseEnd: at,
  };
  let end = at;
  for (let steps = 0; steps < 8; steps++) {
    while (end > from && /\s/.test(text[end - 1] ?? '')) end--;
    const word = wordBefore(text, from, end);
    const effect = words.get(word);
    if (!effect || !take(found, effect, word, text.slice(Math.max(from, end - 24), end))) break;
    end -= word.length;
  }
  found.phraseEnd = end;
  return found;
}

/** What the words behind a number and its unit say of it. */
export interface RightWords {
  comparison?: Comparison;
  approximate: boolean;
  /** 之间, 范围内: no comparison of its own. */
  end: number;
}

const RIGHT: readonly [string, Comparison | 'about' | 'none'][] = [
  ['及其以上', '>='],
  ['及以上', '>='],
  ['或以上', '>='],
  ['以上', '>='],
  ['之上', '>='],
  ['及其以下', '<='],
  ['及以下', '<='],
  ['或以下', '<='],
  ['以下', '<='],
  ['之下', '<='],
  ['以内', '<='],
  ['之内', '<='],
  ['范围以内', '<='],
  ['范围之内', 'none'],
  ['范围内', 'none'],
  ['的范围内', 'none'],
  ['之间', 'none'],
  ['左右', 'about'],
  ['上下', 'about'],
  ['内', '<='],
  ['起', '>='],
];

/** Reads 以上, 以内, 左右 … behind a number and its unit, past one remark in brackets. */
export function readRightWords(text: string, at: number, bracketed = false): RightWords {
  let end = at;
  while (end - at < 2 && text[end] === ' ') end++;
  if (text[end] === '(') {
    // 达300kN(锚固长度1m)以上: what stands in the brackets is read on its own.
    const close = bracketed ? -1 : text.slice(end, end + 20).indexOf(')');
    if (close > 0) {
      const behind = readRightWords(text, end + close + 1, true);
      if (behind.comparison) return { ...behind, end: at };
    }
    return { approximate: false, end: at };
  }
  const next = text[end];
  if (next === undefined || !'及或以之范的左上内起'.includes(next)) return { approximate: false, end: at };
  for (const [word, says] of RIGHT) {
    if (!text.startsWith(word, end)) continue;
    if (word === '内' && /[径部孔阻应圈存外表压胆环壁腔在燃能容层]/.test(text[end + 1] ?? '')) continue;
    if (word === '起' && /[重来到升伏动始点]/.test(text[end + 1] ?? '')) continue;
    const behind = end + word.length;
    if (says === 'about') return { approximate: true, end: behind };
    return says === 'none'
      ? { approximate: false, end: behind }
      : { comparison: says, approximate: false, end: behind };
  }
  return { approximate: false, end: at };
}
