import { isMeasured, quantityOf } from './names.js';

/** The noun phrase in front of a number. */
export interface NounPhrase {
  name: string;
  subject: string;
  /** Offset of the first character of the name. */
  start: number;
  /** What ends the phrase on its left: a character, or empty at the floor. */
  boundary: string;
  /** A unit in brackets behind the name: 噪声(dB). */
  bracket: string;
  /** A verb of change with the name as its object: 降低变速箱质量. */
  verb?: 'increase' | 'decrease';
  /** All that was looked at, for what surrounds the name. */
  clause: string;
}

const BOUNDARY = '，。；、,;!?！？\n\r\t"“”‘’\'【】[]《》<>≥≤=|①②③④⑤⑥⑦⑧⑨⑩…→↑↓';
const LONGEST = 48;
const LONGEST_NAME = 14;

/** The last of these words before the noun ends what is not part of it; the guards spare nouns that hold them. */
const CUT = new RegExp(
  [
    '实现|使得|使其|达到|具有|具备|要求|保证|确保|能够|可以|可使|可达|并且|以及|同时|目前|满足|获得|得到|制备出?|开发出?',
    '研制出?|采用|通过|利用(?![率系期])|提供|显示|表明|证明|其中|包括|作为|位于|需要|必须|应当|应该|此时|之间|对于|只需|相当于|适用于',
    '(?<![行作称因人认])为(?!害)|(?<![但于])是(?!否)|(?<!即)将|使(?!用)|把|(?<![相绝针应面成配校核])对(?![比称流位数焦准角置外照])',
    '(?<![存潜内外])在(?![线位产])|从(?!动)|(?<!自)由(?!度)|(?<![饱调中缓总共])和(?!率)|(?<!参)与|(?<![普以])及(?!时)|或',
    '(?<![均相中高初平同])等(?![级效温离压])|(?<![实同小及瞬工用耗延定课])时(?![间延长效刻速域序])',
    '(?<![前最滞])后(?![处续备端轮桥掠部角熟期])|(?<![以地井水上])下(?![降限料游垂沉层表部线载行])',
    '(?<![室国体境车年以])内(?![径部孔阻应圈存外表压胆环壁腔燃能聚容层])|且|而|其(?!他)|该|让|并(?![发联行网])|仅|有(?![效机害关色限序])',
    '(?<![正应])当(?![量前年地])|若|如果|形成|存在|大于|小于|选取|由于|因为|但',
  ].join('|'),
  'g',
);
/** What is compared against stands behind these; the name stands before. 比表面积 and the like are names themselves. */
const AGAINST =
  /相比于?|相较于?|相对于|(?<!对)比(?!对(?!照)|[表例重容热功能强A值电率色特转冲磨])|[较](?![高低大小好长短快慢多少])|高于|低于|优于|高出/;

const LEADING =
  /^(?:年可|年均|每年|大约|的|了|以上|以下|以内|左右|内|后|时|下|上|中|约|级|个|种|是|为|均|也|还|都|已|各|每|和|及|与|或|使|对|将|则|达|应|主要|目标|\s|-|:|\)|）|%|·|\/)+/;
const ADJECTIVE = /(?:较|更|很|极|最)?(?:高|低|大|小|好|长|短|快|慢|优异|良好|稳定|优良|可靠)$/;
const TRAILING =
  /(?<![饱调中缓总共])和$|(?<!参)与$|(?<![普以])及$|[、/]$|(?:依次|分别|平均|显著|明显|可调)$|(?<=[率度量力比])(?:可|能|将|已|仍|也)$/;
const VERB =
  /^(?:能?够?可?将?使?)?(提高|提升|增加|增强|增大|延长|扩大|改善|加快|降低|减少|缩短|节约|节省|减排|减小|减轻|缩小|削减|下降|控制|实现)了?/;
const INCREASES = /提高|提升|增加|增强|增大|延长|扩大|改善|加快/;
const DECREASES = /降低|减少|减排|缩短|节约|节省|减小|减轻|缩小|削减|下降/;

const isCjk = (character: string | undefined) =>
  character !== undefined && character >= '一' && character <= '鿿';

/** The offset at which the clause that ends at `end` begins, not before `floor`. */
export function clauseStart(text: string, floor: number, end: number): number {
  const limit = Math.max(floor, end - LONGEST);
  let depth = 0;
  for (let at = end - 1; at >= limit; at--) {
    const character = text[at] ?? '';
    if (character === ')') {
      depth++;
      continue;
    }
    if (character === '(') {
      if (depth === 0) return at + 1;
      depth--;
      continue;
    }
    if (depth > 0) continue;
    if (BOUNDARY.includes(character)) return at + 1;
    if (character === ':' && at < end - 1) return at + 1;
    if (character === '.' && !/[0-9]/.test(text[at + 1] ?? '') && !/[a-zA-Z]/.test(text[at - 1] ?? ''))
      return at + 1;
    if (character === '.' && isCjk(text[at - 1])) return at + 1;
    if (character === ' ' && (text[at - 1] === ' ' || (isCjk(text[at - 1]) && isCjk(text[at + 1]))))
      return at + 1;
  }
  return limit;
}

function lastCut(phrase: string): number {
  let cut = 0;
  CUT.lastIndex = 0;
  for (let match = CUT.exec(phrase); match; match = CUT.exec(phrase)) {
    const behind = match.index + match[0].length;
    if (behind < phrase.length) cut = behind;
    CUT.lastIndex = behind;
  }
  return cut;
}

function trimEnd(text: string, from: number, end: number): number {
  let at = end;
  while (at > from && /[\s:，,(-]/.test(text[at - 1] ?? '')) at--;
  return at;
}

/**
 * Finds the noun phrase that ends at `end`, between `floor` and there. 100/120粒度的抗冲击韧性 gives the name
 * 抗冲击韧性 and the subject 100/120粒度. With `compared`, the phrase ends before 较, 比 and 高于: 成本较现有菌株.
 */
export function readNounPhrase(text: string, floor: number, end: number, compared = false): NounPhrase {
  let from = clauseStart(text, floor, end);
  let until = trimEnd(text, from, end);
  let bracket = '';
  if (until === from && text[from - 1] === '(' && from - 1 > floor) {
    // The value stands in brackets behind its name: 起始强度（≥45MPa）.
    until = from - 1;
    from = clauseStart(text, floor, until);
    until = trimEnd(text, from, until);
  }
  if (text[until - 1] === ')') {
    const open = Math.max(from, until - 24) + text.slice(Math.max(from, until - 24), until).lastIndexOf('(');
    if (text[open] === '(' && open >= from) {
      bracket = text.slice(open + 1, until - 1);
      until = trimEnd(text, from, open);
    }
  }
  const boundary = text[from - 1] ?? '';
  const clause = text.slice(from, until);
  if (compared) {
    const against = AGAINST.exec(clause);
    if (against) until = trimEnd(text, from, from + against.index);
  }
  let start = from + lastCut(text.slice(from, until));
  const lead = LEADING.exec(text.slice(start, until));
  if (lead) start += lead[0].length;
  let verb: NounPhrase['verb'];
  const verbs = VERB.exec(text.slice(start, until));
  if (verbs && start + verbs[0].length < until) {
    start += verbs[0].length;
    if (INCREASES.test(verbs[0])) verb = 'increase';
    else if (DECREASES.test(verbs[0])) verb = 'decrease';
  }
  let name = text.slice(start, until);
  let subject = '';
  const of = name.lastIndexOf('的', name.length - 2);
  if (of > 0) {
    subject = name.slice(0, of);
    start += of + 1;
    name = name.slice(of + 1);
  } else if (of === 0) {
    start++;
    name = name.slice(1);
  }
  const plain = name.replace(ADJECTIVE, '');
  if (plain !== name && plain.length > 1 && !quantityOf(name) && isMeasured(plain)) name = plain;
  if (name.length > LONGEST_NAME) {
    subject = name.slice(0, -LONGEST_NAME) || subject;
    start += name.length - LONGEST_NAME;
    name = name.slice(-LONGEST_NAME);
  }
  name = name.replace(TRAILING, '');
  if (/[后时下中内前]$/.test(name) && !isMeasured(name)) name = name.length > 4 ? name.slice(0, -1) : '';
  const spaces = /^[\s\-.:、）)]+/.exec(name);
  if (spaces) {
    start += spaces[0].length;
    name = name.slice(spaces[0].length);
  }
  const found: NounPhrase = {
    name: name.trimEnd(),
    subject: subject.trim().slice(-16),
    start,
    boundary,
    bracket,
    clause,
  };
  if (verb) found.verb = verb;
  return found;
}

/** The words before a colon or bracket that head what follows: 负极材料指标：克容量 … */
export function readHeading(text: string, floor: number, at: number): string {
  const mark = text[at - 1];
  if (mark !== ':' && mark !== '(') return '';
  const from = clauseStart(text, floor, at - 1);
  return text
    .slice(from, at - 1)
    .replace(/^(?:\d+|[一二三四五六七八九十]+)[.、)]\s*/, '')
    .replace(/(?:主要)?(?:技术)?(?:性能)?(?:指标|要求|参数|目标|如下)+$/, '')
    .trim()
    .slice(-16);
}
