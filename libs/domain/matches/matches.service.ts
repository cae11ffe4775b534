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
import { keysetPage } from '#platform/database/keyset-page.js';
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

  /** Strongest first. Expired matches are history, and listed only where they are asked for. */
  async list(
    actor: Actor,
    { needId, achievementId, level, state, taken, ...page }: MatchListQuery,
  ): Promise<Page<MatchView>> {
    const builder = this.visibleTo(actor);
    if (state) builder.andWhere('match.state = :state', { state });
    else builder.andWhere(`match.state <> 'expired'`);
    if (taken === 'mine') builder.andWhere('match.takenBy = :taker', { taker: actor.accountId });
    if (taken === 'nobody') builder.andWhere('match.takenBy IS NULL');
    if (needId) builder.andWhere('match.needId = :needId', { needId });
    if (achievementId) builder.andWhere('match.achievementId = :achievementId', { achievementId });
    if (level) builder.andWhere('match.level >= :level', { level });
    const { items, nextCursor } = await keysetPage(builder, page, 'match.score', (match) => match.score);
    return { items: items.map((match) => matchView(match, actor)), nextCursor };
  }

  /** @throws DomainError `not_found` where it is not there, or not for this actor. */
  async get(actor: Actor, id: string): Promise<MatchView> {
    return matchView(await this.find(actor, id), actor);
  }

  /** The match with its two records. @throws DomainError `not_found` where it is not there, or not for this actor. */
  async find(actor: Actor, id: string): Promise<Match> {
    const match = await this.visibleTo(actor).andWhere('match.id = :id', { id }).getOne();
    if (!match) throw new DomainError('not_found', 'There is no such match.');
    return match;
  }

  /**
   * Scores a pasted text against everything published. Nothing is stored. Confidential needs of others are left out: by
   * pasting guesses anybody could feel for their words.
   */
  async preview(actor: Actor | null, body: PreviewMatches): Promise<PreviewView> {
    await this.library.catchUp();
    const { engine } = this.library;
    const record = previewRecord(body);
    const asNeed = body.kind === 'need';
    const matches = asNeed
      ? await engine.matchNeed(record, { top: body.limit })
      : await engine.matchAchievement(record, { top: body.limit * 2 });
    const titles = asNeed ? await this.achievementTitles(matches) : await this.needTitles(actor, matches);
    const found = matches.flatMap((match) => {
      const title = titles.get(asNeed ? match.achievementId : match.needId);
      return title === undefined ? [] : [{ match, title }];
    });
    return {
      kind: body.kind,
      compared: asNeed ? engine.achievements.size : engine.needs.size,
      items: found
        .slice(0, body.limit)
        .map(({ match, title }, index) =>
          previewItem(match, { id: asNeed ? match.achievementId : match.needId, title }, index + 1),
        ),
    };
  }

  private visibleTo(actor: Actor): SelectQueryBuilder<Match> {
    const builder = this.dataSource.manager
      .createQueryBuilder(Match, 'match')
      .innerJoinAndSelect('match.need', 'need')
      .innerJoinAndSelect('match.achievement', 'achievement')
      .leftJoin('match.broker', 'broker')
      .addSelect(['broker.id', 'broker.name'])
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
    return new Map(rows.map(({ id, title }) => [id, title]));
  }

  private async needTitles(actor: Actor | null, matches: readonly ScoredMatch[]) {
    const rows = await this.rowsOf(
      Need,
      matches.map(({ needId }) => needId),
    );
    return new Map(rows.filter((need) => !isMasked(actor, need)).map(({ id, title }) => [id, title]));
  }

  private rowsOf<E extends Need | Achievement>(entity: new () => E, ids: readonly string[]): Promise<E[]> {
    return this.dataSource.manager
      .createQueryBuilder(entity, 'record')
      .where('record.id = ANY(:ids)', { ids })
      .getMany();
  }
}

function previewItem(match: ScoredMatch, record: { id: string; title: string }, rank: number) {
  const { score, level, weightsVersion, factors, matchedTerms } = match;
  return {
    rank,
    record,
    score,
    level,
    weightsVersion,
    factors: [...factors],
    matchedTerms: [...matchedTerms],
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
    broker: match.broker ? { id: match.broker.id, name: match.broker.name } : null,
  };
}
