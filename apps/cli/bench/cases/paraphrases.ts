import { MatchingEngine } from '#matching/engine.js';

import { type BenchCase } from '../bench-case.js';
import { beside, type Measurement } from '../measurement.js';
import { PlainBm25 } from '../peers/plain-bm25.js';
import { tokensOf } from '../peers/tokens.js';
import { hitShare, meanReciprocalRank, rankOf } from '../ranking-metrics.js';
import { RealData } from '../real-data.js';

const DEPTH = 50;

/** Queries in other words, each for one achievement, found by the achievements' texts alone. */
export const paraphrases: BenchCase = {
  name: 'quality.csl_hard',
  measures: ['quality.csl_hard.hit1', 'quality.csl_hard.hit10', 'quality.csl_hard.mrr'],
  async run({ dataDir, note }) {
    const data = new RealData(dataDir ?? '');
    if (dataDir === undefined || !data.has('bench', 'csl_hard.jsonl')) {
      note('quality.csl_hard is left out: no folder with bench/csl_hard.jsonl (--data, DUIJIE_BENCH_DATA)');
      return [];
    }
    const engine = new MatchingEngine();
    const plain = new PlainBm25();
    const ids: string[] = [];
    for (const { id, text = '' } of await data.achievements()) {
      // The queries were made of titles and keywords, so only the text may answer.
      engine.achievements.upsert({ id, title: '', text });
      plain.add(tokensOf(text));
      ids.push(id);
    }
    const queries = await data.paraphrases();
    const ours: (number | null)[] = [];
    const theirs: (number | null)[] = [];
    for (const { query, achievementId } of queries) {
      const matches = await engine.matchNeed({ id: 'query', title: query }, { top: DEPTH });
      ours.push(
        rankOf(
          matches.map((match) => match.achievementId),
          achievementId,
        ),
      );
      const found = plain.search(tokensOf(query), DEPTH).map((place) => ids[place]!);
      theirs.push(rankOf(found, achievementId));
    }
    note(
      `${queries.length} queries over ${ids.length} texts, titles and keywords left out, first ${DEPTH} read`,
    );
    const pair = (name: string, measure: (ranks: readonly (number | null)[]) => number): Measurement =>
      beside(
        { name: `quality.csl_hard.${name}`, value: measure(ours), unit: 'share' },
        'plain BM25',
        measure(theirs),
      );
    return [
      pair('hit1', (ranks) => hitShare(ranks, 1)),
      pair('hit10', (ranks) => hitShare(ranks, 10)),
      pair('mrr', meanReciprocalRank),
    ];
  },
};
