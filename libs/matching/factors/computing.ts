import { quartersOf, type TermVector } from '../index/inverted-index.js';
import { type TermIds } from '../index/term-ids.js';
import { cutTerms, type TermKey } from '../reading/words.js';

// Each is one pair of characters, and as such found in longer words, too: 计算机, 数学模型.
const WORDS = '算法 仿真 模拟 模型 计算 编程 软件';

let pairs: TermKey[] | undefined;

function pairsOfWords(): TermKey[] {
  const found: TermKey[] = [];
  cutTerms(WORDS, (kind, key) => {
    if (kind === 'pair') found.push(key);
  });
  return found;
}

/**
 * Whether a text is about an algorithm, a model, a simulation or a program. Readers call such a text an answer half
 * again as often as another that has as much in common with a need: a way to reckon serves another plant as well, and
 * what was measured of one material seldom serves another.
 */
export function computes(vector: TermVector, termIds: TermIds): boolean {
  pairs ??= pairsOfWords();
  return pairs.some((key) => quartersOf(vector, termIds.find('pair', key)) > 0);
}
