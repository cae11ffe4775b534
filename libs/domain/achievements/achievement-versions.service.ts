import { Injectable } from '@nestjs/common';
import { DataSource, In } from 'typeorm';
import {
  type VersionDiff,
  type VersionView,
  type VersionWithContent,
} from '#contracts/achievement-versions.js';
import { createAchievementSchema } from '#contracts/achievements.js';
import { DomainError } from '#contracts/domain-error.js';
import { type Page, type PageQuery } from '#contracts/pages.js';
import { assertMay } from '../access/access.rules.js';
import { type Actor } from '../access/actor.js';
import { Account } from '../accounts/account.entity.js';
import { keysetPage } from '#platform/database/keyset-page.js';
import { subjectOf } from '../records/record-subject.js';
import { type Seen } from '../records/records.service.js';
import { AchievementVersion } from './achievement-version.entity.js';
import { Achievement } from './achievement.entity.js';
import { AchievementsService } from './achievements.service.js';
import { diffContents } from './version-diff.js';

/** What an achievement has said so far, for its owner and its reviewers. */
@Injectable()
export class AchievementVersionsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly achievements: AchievementsService,
  ) {}

  /** Newest first. */
  async list(actor: Actor, id: string, page: PageQuery): Promise<Page<VersionView>> {
    const achievement = await this.readable(actor, id);
    const builder = this.dataSource.manager
      .createQueryBuilder(AchievementVersion, 'version')
      .where('version.achievementId = :id', { id });
    const { items, nextCursor } = await keysetPage(builder, page, 'version.number', ({ number }) => number);
    const names = await this.authorNames(actor, achievement, items);
    return { items: items.map((version) => versionView(version, names)), nextCursor };
  }

  /** @throws DomainError `not_found` where there is no such version. */
  async get(actor: Actor, id: string, number: number): Promise<VersionWithContent> {
    const achievement = await this.readable(actor, id);
    const version = await this.find(id, number);
    const names = await this.authorNames(actor, achievement, [version]);
    return { ...versionView(version, names), content: { ...version.content } };
  }

  async diff(actor: Actor, id: string, before: number, after: number): Promise<VersionDiff> {
    await this.readable(actor, id);
    const [left, right] = [await this.find(id, before), await this.find(id, after)];
    return { before, after, fields: diffContents(left.content, right.content) };
  }

  /**
   * Writes what an earlier version said as a new one, by the rules of any other change. The owner's key is not part of
   * what an achievement says, and stays.
   */
  async restore(actor: Actor, id: string, number: number, seen: Seen): Promise<Achievement> {
    await this.readable(actor, id);
    const { content } = await this.find(id, number);
    const { externalKey: _, ...body } = createAchievementSchema.parse(content);
    return this.achievements.update(actor, id, body, { ...seen, restores: number });
  }

  private async readable(actor: Actor, id: string): Promise<Achievement> {
    const achievement = await this.dataSource.manager.findOne(Achievement, {
      where: { id },
      relations: { organisation: true },
    });
    if (!achievement) throw new DomainError('not_found', 'There is no such record.');
    assertMay(actor, 'achievement.readVersions', subjectOf(achievement));
    return achievement;
  }

  private async find(achievementId: string, number: number): Promise<AchievementVersion> {
    const version = await this.dataSource.manager.findOneBy(AchievementVersion, { achievementId, number });
    if (!version) throw new DomainError('not_found', `This achievement has no version ${number}.`);
    return version;
  }

  /** Names stay inside the organisation whose people they are. */
  private async authorNames(
    actor: Actor,
    { organisationId }: Achievement,
    versions: readonly AchievementVersion[],
  ): Promise<ReadonlyMap<string, string>> {
    if (actor.organisationId !== organisationId) return new Map();
    const ids = versions.flatMap(({ authorId }) => authorId ?? []);
    const authors = await this.dataSource.manager.find(Account, {
      select: { id: true, name: true },
      where: { id: In(ids), organisationId },
    });
    return new Map(authors.map(({ id, name }) => [id, name]));
  }
}

const versionView = (version: AchievementVersion, names: ReadonlyMap<string, string>): VersionView => ({
  number: version.number,
  author:
    version.authorId === null ? null : { id: version.authorId, name: names.get(version.authorId) ?? null },
  createdAt: version.createdAt.toISOString(),
  changedFields: version.changedFields,
  proposed: version.proposed,
  restoredFrom: version.restoredFrom,
});
