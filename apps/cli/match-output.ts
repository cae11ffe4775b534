import { type ScoredMatch } from '#matching/match.js';
import { type TableFormat } from '#platform/tables/table.js';
import { type WrittenColumn } from '#platform/tables/write-table.js';

import { levelName, wordReasons } from './match-reasons.js';

/** A match in its place, with what a person wants to see beside the ids. */
export interface MatchLine {
  rank: number;
  match: ScoredMatch;
  needTitle: string;
  achievementTitle: string;
}

/** What others script against: exactly these fields, in this order. */
const FIELDS: readonly WrittenColumn<MatchLine>[] = [
  { heading: 'needId', cell: ({ match }) => match.needId },
  { heading: 'achievementId', cell: ({ match }) => match.achievementId },
  { heading: 'rank', cell: ({ rank }) => rank },
  { heading: 'score', cell: ({ match }) => match.score },
  { heading: 'level', cell: ({ match }) => match.level },
  { heading: 'factors', cell: ({ match }) => match.factors as never },
  { heading: 'matchedTerms', cell: ({ match }) => match.matchedTerms },
];

/** For people: the factors are worded in one column. */
const SPREADSHEET: readonly WrittenColumn<MatchLine>[] = [
  { heading: '需求编号', cell: ({ match }) => match.needId, width: 16 },
  { heading: '需求名称', cell: ({ needTitle }) => needTitle, width: 40 },
  { heading: '排名', cell: ({ rank }) => rank, width: 6 },
  { heading: '成果编号', cell: ({ match }) => match.achievementId, width: 16 },
  { heading: '成果名称', cell: ({ achievementTitle }) => achievementTitle, width: 40 },
  { heading: '得分', cell: ({ match }) => match.score, width: 8 },
  { heading: '等级', cell: ({ match }) => match.level, width: 6 },
  { heading: '关联度', cell: ({ match }) => levelName(match.level), width: 10 },
  { heading: '匹配词', cell: ({ match }) => match.matchedTerms.join('、'), width: 40 },
  { heading: '理由', cell: ({ match }) => wordReasons(match.factors), width: 100 },
];

export function columnsOf(format: TableFormat): readonly WrittenColumn<MatchLine>[] {
  return format === 'jsonl' ? FIELDS : SPREADSHEET;
}
