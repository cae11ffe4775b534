import { type DataSource } from 'typeorm';
import { Match } from '#domain/matches/match.entity.js';
import { explainMatch } from '#matching/reasons.js';
import { MATCH_LEVELS } from '#vocabulary/levels.js';

const POLL_MILLISECONDS = 200;

/** How much of what was published has been scored. */
async function scoringProgress(dataSource: DataSource): Promise<{ done: number; all: number }> {
  const [row] = await dataSource.query<{ done: string; all: string }[]>(
    `SELECT count(*) FILTER (WHERE matched_revision >= revision) AS done, count(*) AS all
       FROM (SELECT revision, matched_revision FROM achievements WHERE state = 'published'
             UNION ALL
             SELECT revision, matched_revision FROM needs WHERE state = 'published') AS published`,
  );
  return { done: Number(row?.done ?? 0), all: Number(row?.all ?? 0) };
}

/** Waits until everything published has been scored. */
export async function waitUntilScored(dataSource: DataSource): Promise<number> {
  for (;;) {
    const { done, all } = await scoringProgress(dataSource);
    if (done === all) return all;
    await new Promise((resolve) => setTimeout(resolve, POLL_MILLISECONDS));
  }
}

/** The strongest matches, one for each need, as lines for a terminal. */
export async function bestMatches(dataSource: DataSource, count: number): Promise<string[]> {
  const matches = await dataSource.manager
    .createQueryBuilder(Match, 'match')
    .innerJoinAndSelect('match.need', 'need')
    .innerJoinAndSelect('match.achievement', 'achievement')
    .where(`match.state <> 'expired'`)
    .andWhere('NOT need.confidential')
    .orderBy('match.score', 'DESC')
    .addOrderBy('match.id')
    .take(count * 10)
    .getMany();
  const seen = new Set<string>();
  const best = matches.filter(({ needId }) => !seen.has(needId) && seen.add(needId)).slice(0, count);
  return best.map((match, index) => {
    const level = MATCH_LEVELS.find(({ code }) => Number(code) === match.level)?.zh ?? '';
    const { summary } = explainMatch(match, 'zh');
    return [
      `${index + 1}. ${level} ${match.score.toFixed(1)}`,
      `   需求 ${match.need.title}`,
      `   成果 ${match.achievement.title}`,
      `   理由 ${summary}`,
    ].join('\n');
  });
}
