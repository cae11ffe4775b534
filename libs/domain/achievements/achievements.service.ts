import { Injectable } from '@nestjs/common';
import {
  DataSource,
  type DeepPartial,
  type EntityManager,
  IsNull,
  Not,
  type SelectQueryBuilder,
} from 'typeorm';
import {
  type AchievementState,
  type AchievementTier,
  type CreateAchievement,
  type DuplicatesBody,
} from '#contracts/achievements.js';
import { DomainError } from '#contracts/domain-error.js';
import { type ReturnBody } from '#contracts/records.js';
import { insertRows } from '#platform/database/insert-rows.js';
import { addToOutbox } from '#platform/database/outbox.js';
import { may } from '../access/access.rules.js';
import { type ActionOn, type Permission } from '../access/permissions.js';
import { type Actor } from '../access/actor.js';
import { sharedColumns } from '../records/record-columns.js';
import { type StepReason } from '../records/record-events.js';
import { isSamePicture, recordPicture } from '../records/record-picture.js';
import { subjectOf } from '../records/record-subject.js';
import { RecordsService, type Seen } from '../records/records.service.js';
import { type Edit, type WrittenText } from '../records/written-steps.js';
import { assertSeen, forestalled, isForestalled } from '../records/review-conflicts.js';
import { type ReviewDecision } from '../records/review-news.js';
import { changedFields, contentOf, latestContent, withBody } from './achievement-content.js';
import { AchievementVersion } from './achievement-version.entity.js';
import { Achievement } from './achievement.entity.js';
import { askAboutDuplicates, keepFingerprints } from './find-duplicates.js';
import { endSelections } from './end-selections.js';

/** What a caller says with submitting and publishing. */
export interface SeenDuplicates extends Seen {
  duplicates?: DuplicatesBody;
}

interface StepOptions {
  seen?: Seen;
  why?: StepReason;
  inLibrary: boolean;
  /** Locks that must be taken before that of the record. */
  prepare?: (manager: EntityManager) => Promise<void>;
}

/** Achievements from draft to publication and withdrawal, with every version of their text. */
@Injectable()
export class AchievementsService extends RecordsService<Achievement, CreateAchievement> {
  protected readonly entity = Achievement;
  protected readonly kind = 'achievement';

  constructor(dataSource: DataSource) {
    super(dataSource);
  }

  /** To a reviewer, once more where it was returned: the record itself, or what is proposed for it. */
  override async submit(actor: Actor, id: string, seen: SeenDuplicates = {}): Promise<Achievement> {
    const ask = asking(actor, seen);
    if (!(await this.hasProposal(id))) return this.move(actor, id, 'achievement.submit', ask, seen);
    return this.moveChange(actor, id, 'submitChange', seen, async (record, manager) => {
      await ask(record, manager);
      record.submittedAt ??= new Date();
      record.returnReasons = [];
    });
  }

  /** Publishes the record, or what is proposed for one that is published. */
  override async publish(actor: Actor, id: string, seen: SeenDuplicates = {}): Promise<Achievement> {
    const ask = asking(actor, seen);
    if (!(await this.hasProposal(id))) return this.move(actor, id, 'achievement.publish', ask, seen);
    return this.moveChange(actor, id, 'acceptChange', seen, async (record, manager) => {
      await ask(record, manager);
      if (record.proposal) Object.assign(record, this.columnsOf(record.proposal));
      Object.assign(record, { proposal: null, submittedAt: null, returnReasons: [], ...confirmed() });
      await manager.update(
        AchievementVersion,
        { achievementId: id, number: record.version },
        { proposed: false },
      );
    });
  }

  /** Returns the record, or what is proposed for one that is published. */
  override async return(actor: Actor, id: string, body: ReturnBody, seen: Seen = {}): Promise<Achievement> {
    if (!(await this.hasProposal(id))) return super.return(actor, id, body, seen);
    return this.moveChange(actor, id, 'returnChange', seen, (record) => {
      Object.assign(record, { submittedAt: null, returnReasons: body.reasons });
    });
  }

  override withdraw(actor: Actor, id: string, seen: Seen = {}): Promise<Achievement> {
    const leave = (record: Achievement, manager: EntityManager) =>
      endSelections(manager, actor, record, 'withdrawn');
    return this.move(actor, id, 'achievement.withdraw', leave, seen);
  }

  /** Its owner says that it is still true. */
  confirm(actor: Actor, id: string, seen: Seen = {}): Promise<Achievement> {
    return this.step(actor, id, 'confirm', { seen, inLibrary: false }, (record) => {
      Object.assign(record, confirmed());
    });
  }

  /** @throws DomainError `merged` where another goes on in its place and it is not for this reader any more. */
  override async get(actor: Actor | null, id: string): Promise<Achievement> {
    return super.get(actor, id).catch(async (error: unknown) => {
      const merged = await this.dataSource.manager.findOne(Achievement, {
        where: { id, mergedIntoId: Not(IsNull()) },
        relations: { mergedInto: { organisation: true } },
      });
      if (!merged?.mergedInto || !may(actor, 'achievement.read', subjectOf(merged.mergedInto))) throw error;
      throw mergedError(merged);
    });
  }

  /**
   * One step that concerns an achievement and not where it stands in its life: locked, allowed, written down.
   * @param inLibrary whether the readers of the library must learn of it.
   */
  step(
    actor: Actor,
    id: string,
    action: ActionOn<'achievement'>,
    { seen, why, inLibrary, prepare }: StepOptions,
    change: (record: Achievement, manager: EntityManager) => void | Promise<void>,
  ): Promise<Achievement> {
    return this.dataSource.transaction(async (manager) => {
      await prepare?.(manager);
      const record = await this.lock(manager, actor, id, `achievement.${action}`);
      assertSeen(record, seen?.version);
      const before = recordPicture(record);
      await change(record, manager);
      if (isSamePicture(before, recordPicture(record))) return record;
      await this.writeDown(manager, actor, [{ action, before, record, why }]);
      return this.saveAndTell(manager, record, inLibrary);
    });
  }

  protected override async lock(
    manager: EntityManager,
    actor: Actor,
    id: string,
    permission: Permission,
  ): Promise<Achievement> {
    const record = await super.lock(manager, actor, id, permission);
    if (record.mergedIntoId !== null) throw mergedError(record);
    return record;
  }

  /**
   * A change of what is published goes through review again where its owner does not publish directly: whoever may not
   * publish may not put other words in the place of published ones either.
   */
  protected override edit(actor: Actor, record: Achievement, body: Partial<CreateAchievement>): Edit {
    const latest = latestContent(record);
    const next = withBody(latest, body);
    const fields = changedFields(latest, next);
    if (fields.length === 0) return { fields, applied: false };
    const published = record.state === 'published';
    if (published && !may(actor, 'achievement.publish', subjectOf(record))) {
      const differs = changedFields(contentOf(record), next).length > 0;
      record.proposal = differs ? next : null;
      record.submittedAt = differs ? (record.submittedAt ?? new Date()) : null;
      record.returnReasons = [];
      return { fields, applied: false };
    }
    Object.assign(record, this.columnsOf(next));
    if (published) {
      Object.assign(record, {
        proposal: null,
        submittedAt: null,
        confirmedAt: new Date(),
        refreshReminder: null,
      });
    }
    return { fields, applied: true };
  }

  protected override enter(record: Achievement, state: AchievementState): void {
    super.enter(record, state);
    record.proposal = null;
    if (state === 'published') Object.assign(record, confirmed());
  }

  protected override async keepVersions(
    manager: EntityManager,
    actor: Actor,
    texts: readonly WrittenText<Achievement>[],
  ): Promise<void> {
    await keepFingerprints(
      manager,
      texts.map(({ record }) => record),
    );
    await insertRows(
      manager,
      AchievementVersion,
      texts.map(({ record, edit, restores }) => ({
        achievementId: record.id,
        number: record.version,
        authorId: actor.accountId,
        changedFields: [...edit.fields],
        content: latestContent(record),
        proposed: !edit.applied && record.proposal !== null,
        restoredFrom: restores ?? null,
      })),
    );
  }

  protected override narrow(
    builder: SelectQueryBuilder<Achievement>,
    { tier, duplicates }: { tier?: AchievementTier; duplicates?: 'suspected' },
  ): void {
    if (tier) builder.andWhere('record.tier = :tier', { tier });
    if (duplicates) builder.andWhere('record.duplicateSuspected');
  }

  /** A step that concerns only what is proposed; the second of two reviewers is told, as with the record itself. */
  private moveChange(
    actor: Actor,
    id: string,
    action: keyof typeof CHANGE_DECISIONS,
    seen: Seen,
    change: (record: Achievement, manager: EntityManager) => void | Promise<void>,
  ): Promise<Achievement> {
    const options = { seen, inLibrary: action === 'acceptChange' };
    return this.step(actor, id, action, options, async (record, manager) => {
      if (record.proposal === null || (record.submittedAt === null && action !== 'submitChange')) {
        throw isForestalled(actor, record) ? await forestalled(manager, record) : nothingWaits(record);
      }
      record.reviewedById = record.reviewedAt = null;
      await change(record, manager);
      await this.noteDecision(manager, actor, record, CHANGE_DECISIONS[action]);
    });
  }

  /** Read without a lock: the step itself looks again when it holds the record. */
  private hasProposal(id: string): Promise<boolean> {
    return this.dataSource.manager
      .createQueryBuilder(Achievement, 'record')
      .where('record.id = :id', { id })
      .andWhere('record.proposal IS NOT NULL')
      .getExists();
  }

  protected columnsOf({
    price,
    trl,
    patentNumbers,
    ...shared
  }: Partial<CreateAchievement>): DeepPartial<Achievement> {
    return {
      ...sharedColumns(shared),
      ...(trl !== undefined && { trl }),
      ...(patentNumbers !== undefined && { patentNumbers }),
      ...(price !== undefined && {
        priceKind: price?.kind ?? null,
        priceMin: price && 'min' in price ? price.min : null,
        priceMax: price && 'max' in price ? price.max : null,
      }),
    };
  }

  protected async queueMatching(manager: EntityManager, ids: readonly string[]): Promise<void> {
    // The index first: it takes a moment, and is what people look at next.
    await addToOutbox(manager, 'search.follow', [{ kind: 'achievement' }]);
    await addToOutbox(
      manager,
      'achievement.match',
      ids.map((achievementId) => ({ achievementId })),
    );
  }
}

/** What the owner hears of a step with a proposed change. */
const CHANGE_DECISIONS = {
  submitChange: undefined,
  acceptChange: 'change_accepted',
  returnChange: 'change_returned',
} as const satisfies Partial<Record<ActionOn<'achievement'>, ReviewDecision | undefined>>;

const confirmed = () => ({ confirmedAt: new Date(), refreshReminder: null });

const asking =
  (actor: Actor, { duplicates = {} }: SeenDuplicates) =>
  (record: Achievement, manager: EntityManager) =>
    askAboutDuplicates(manager, actor, record, duplicates);

const nothingWaits = ({ state }: Achievement) =>
  new DomainError(
    'transition_not_allowed',
    'No change of this achievement waits for review any more: read it again.',
    [{ field: 'state', code: 'transition_not_allowed', message: `is ${state}` }],
  );

const mergedError = ({ mergedIntoId }: Achievement) =>
  new DomainError('merged', `This achievement goes on as ${mergedIntoId}: ask for that one.`, [
    { field: 'id', code: 'merged_into', message: mergedIntoId ?? '' },
  ]);
