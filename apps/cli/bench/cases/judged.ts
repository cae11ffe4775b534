import { MatchingEngine } from '#matching/engine.js';

import { type BenchCase } from '../bench-case.js';
import { beside, mean } from '../measurement.js';
import { PlainBm25 } from '../peers/plain-bm25.js';
import { tokensOf, wholeText } from '../peers/tokens.js';
import { measureTold, ndcg10, type ToldMatch } from '../ranking-metrics.js';
import { RealData } from '../real-data.js';

const DEPTH = 10;

/** Real needs whose candidates readers graded: how well they are ranked, and how true the levels are. */
export const judged: BenchCase = {
  name: 'quality.judged',
  measures: [
    'quality.judged.ndcg10',
    'quality.judged.told_precision',
    'quality.judged.needs_told',
    'quality.judged.shown_judged',
  ],
  async run({ dataDir, note }) {
    const data = new RealData(dataDir ?? '');
    if (dataDir === undefined || !data.has('judged', 'qrels.tsv')) {
      note('quality.judged is left out: no folder with judged/qrels.tsv (--data, DUIJIE_BENCH_DATA)');
      return [];
    }
    const judgements = await data.judgements();
    const engine = new MatchingEngine();
    const plain = new PlainBm25();
    const ids: string[] = [];
    for (const record of await data.achievements()) {
      engine.achievements.upsert(record);
      plain.add(tokensOf(wholeText(record)));
      ids.push(record.id);
    }
    const ours: number[] = [];
    const theirs: number[] = [];
    const shown: ToldMatch[] = [];
    for (const need of await data.needs()) {
      const grades = judgements.get(need.id);
      if (!grades) continue;
      const matches = await engine.matchNeed(need, { top: DEPTH });
      for (const { achievementId, level } of matches) {
        shown.push({ needId: need.id, level, grade: grades.get(achievementId) });
      }
      if (Math.max(...grades.values()) < 2) continue;
      ours.push(
        ndcg10(
          matches.map((match) => match.achievementId),
          grades,
        ),
      );
      const tokens = tokensOf(wholeText(need));
      theirs.push(
        ndcg10(
          plain.search(tokens, DEPTH).map((place) => ids[place]!),
          grades,
        ),
      );
    }
    const { told, precision, needsServed } = measureTold(shown, judgements);
    note(
      `${ours.length} of ${judgements.size} needs have a candidate graded 2 or better; ${told} judged matches were told (levels 3 and 4)`,
    );
    return [
      beside({ name: 'quality.judged.ndcg10', value: mean(ours), unit: 'score' }, 'plain BM25', mean(theirs)),
      { name: 'quality.judged.told_precision', value: precision, unit: 'share' },
      { name: 'quality.judged.needs_told', value: needsServed, unit: 'share' },
      {
        name: 'quality.judged.shown_judged',
        value: shown.filter(({ grade }) => grade !== undefined).length / shown.length,
        unit: 'share',
      },
    ];
  },
};
