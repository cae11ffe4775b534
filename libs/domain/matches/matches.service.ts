import { Injectable } from '@nestjs/common';
import { DataSource, type SelectQueryBuilder } from 'typeorm';
import { DomainError } from '#contracts/domain-error.js';
import {
  type MatchListQuery,
  type MatchView,
  type PreviewMatches,
  type PreviewView,
} from '#contracts/matches.js';
import { type Page } from '#contracts/pages.js';
import { type ScoredMatch } from '#matching/match.js';
import { restrictTo } from '../access/restrict.js';
import { type Actor } from '../access/actor.js';
import { Achievement } from '../achievements/achievement.entity.js';
import { isMasked, maskedTitle } from '../needs/need-view.js';
import { Need } from '../needs/need.entity.js';
import { keysetPage } from '../records/keyset-page.js';
import { LibraryService } from './library.service.js';
import { maskFactors } from './match-mask.js';
import { Match } from './match.entity.js';
import { previewRecord } from './preview-record.js';

/** Reading matches: who sees which is part of every query. */
@Injectable()
export class MatchesService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly library: LibraryService,
  ) {}

  /** Strongest first. Expired matches are history and are not listed. */
  async list(
    actor: Actor,
    { needId, achievementId, level, ...page }: MatchListQuery,
  ): Promise<Page<MatchView>> {
    const builder = this.visibleTo(actor).andWhere(`match.state <> 'expired'`);
    if (needId) builder.andWhere('match.needId = :needId', { needId });
    if (achievementId) builder.andWhere('match.achievementId = :achievementId', { achievementId });
    if (level) builder.andWhere('match.level >= :level', { level });
    const { items, nextCursor } = await keysetPage(builder, page, 'match.score', (match) => match.score);
    return { items: items.map((match) => matchView(match, actor)), nextCursor };
  }

  /** @throws DomainError `not_found` where it is not there, or not for this actor. */
  async get(actor: Actor, id: string): Promise<MatchView> {
    const match = await this.visibleTo(actor).andWhere('match.id = :id', { id }).getOne();
    if (!match) throw new DomainError('not_found', 'There is no such match.');
    return matchView(match, actor);
  }

  /** Scores a pasted text against everything published. Nothing is stored. */
  async preview(actor: Actor | null, body: PreviewMatches): Promise<PreviewView> {
    await this.library.catchUp();
    const { engine } = this.library;
    const record = previewRecord(body);
    const asNeed = body.kind === 'need';
    const matches = asNeed
      ? await engine.matchNeed(record, { top: body.limit })
      : await engine.matchAchievement(record, { top: body.limit });
    const titles = asNeed ? await this.achievementTitles(matches) : await this.needTitles(actor, matches);
    return {
      kind: body.kind,
      compared: asNeed ? engine.achievements.size : engine.needs.size,
      items: matches.flatMap((match, index) => {
        const other = titles.get(asNeed ? match.achievementId : match.needId);
        return other ? [previewItem(match, other, index + 1)] : [];
      }),
    };
  }

  private visibleTo(actor: Actor): SelectQueryBuilder<Match> {
    const builder = this.dataSource.manager
      .createQueryBuilder(Match, 'match')
      .innerJoinAndSelect('match.need', 'need')
      .innerJoinAndSelect('match.achievement', 'achievement')
      .innerJoin('need.organisation', 'needOwner')
      .innerJoin('achievement.organisation', 'achievementOwner');
    return restrictTo(builder, actor, 'match.read', {
      owners: [
        { organisationId: 'need.organisationId', regionCode: 'needOwner.regionCode' },
        { organisationId: 'achievement.organisationId', regionCode: 'achievementOwner.regionCode' },
      ],
    });
  }

  private async achievementTitles(matches: readonly ScoredMatch[]) {
    const rows = await this.rowsOf(
      Achievement,
      matches.map(({ achievementId }) => achievementId),
    );
    return new Map(rows.map(({ id, title }) => [id, { id, title, masked: false }]));
  }

  private async needTitles(actor: Actor | null, matches: readonly ScoredMatch[]) {
    const rows = await this.rowsOf(
      Need,
      matches.map(({ needId }) => needId),
    );
    return new Map(
      rows.map((need) => {
        const masked = isMasked(actor, need);
        return [need.id, { id: need.id, title: masked ? maskedTitle(need) : need.title, masked }];
      }),
    );
  }

  private rowsOf<E extends Need | Achievement>(entity: new () => E, ids: readonly string[]): Promise<E[]> {
    return this.dataSource.manager
      .createQueryBuilder(entity, 'record')
      .where('record.id = ANY(:ids)', { ids })
      .getMany();
  }
}

function previewItem(
  match: ScoredMatch,
  other: { id: string; title: string; masked: boolean },
  rank: number,
) {
  const { score, level, weightsVersion } = match;
  return {
    rank,
    record: { id: other.id, title: other.title },
    score,
    level,
    weightsVersion,
    factors: other.masked ? maskFactors(match.factors) : [...match.factors],
    matchedTerms: other.masked ? [] : [...match.matchedTerms],
  } as PreviewView['items'][number];
}

function matchView(match: Match, actor: Actor): MatchView {
  const masked = isMasked(actor, match.need);
  return {
    id: match.id,
    needId: match.needId,
    achievementId: match.achievementId,
    need: { id: match.needId, title: masked ? maskedTitle(match.need) : match.need.title },
    achievement: { id: match.achievementId, title: match.achievement.title },
    score: match.score,
    level: match.level,
    state: match.state,
    factors: (masked ? maskFactors(match.factors) : match.factors) as MatchView['factors'],
    matchedTerms: masked ? [] : match.matchedTerms,
    weightsVersion: match.weightsVersion,
    scoredAt: match.scoredAt.toISOString(),
  };
}
