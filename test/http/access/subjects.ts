import { randomUUID } from 'node:crypto';
import { type DataSource } from 'typeorm';
import { ACHIEVEMENT_STATES } from '#contracts/achievements.js';
import { IMPORT_STATES } from '#contracts/imports.js';
import { MATCH_STATES } from '#contracts/matches.js';
import { NEED_STATES } from '#contracts/needs.js';
import { VERIFICATION_STATES } from '#contracts/organisations.js';
import { type Subject } from '#domain/access/access.rules.js';
import { type Resource } from '#domain/access/permissions.js';
import { contentOf } from '#domain/achievements/achievement-content.js';
import { AchievementVersion } from '#domain/achievements/achievement-version.entity.js';
import { Achievement } from '#domain/achievements/achievement.entity.js';
import { AuditEntry } from '#domain/audit/audit-entry.entity.js';
import { recordAudit } from '#domain/audit/record-audit.js';
import { Import } from '#domain/imports/import.entity.js';
import { Match } from '#domain/matches/match.entity.js';
import { Need } from '#domain/needs/need.entity.js';
import { Notification } from '#domain/notifications/notification.entity.js';
import { Organisation } from '#domain/organisations/organisation.entity.js';
import { SavedSearch } from '#domain/search/saved-search.entity.js';
import { makeCreditCode } from '../../support/credit-codes.js';
import { type Person } from '../../support/factories.js';

/** A record of a kind in a state, and what the table of permissions must know of it. */
export interface MadeSubject extends Subject {
  id: string;
}

export interface SubjectKind {
  states: readonly (string | undefined)[];
  /** The owner has one and no more: calls on it take turns, and each finds it as `make` left it. */
  single?: true;
  make(dataSource: DataSource, owner: Person, state: string | undefined): Promise<MadeSubject>;
}

/** Of their own for each record, lest one be taken for the other. */
const textOf = () => ({ title: `记录 ${randomUUID()}`, description: '写得足够长的一段说明文字。' });
const ownersOf = (...people: readonly Person[]) =>
  people.map(({ organisationId, regionCode }) => ({ organisationId, regionCode }));

const achievement: SubjectKind = {
  states: ACHIEVEMENT_STATES,
  async make({ manager }, owner, state) {
    const publishedAt = state === 'published' ? new Date() : null;
    const submittedAt = state === 'submitted' ? new Date() : null;
    const row = {
      ...textOf(),
      organisationId: owner.organisationId,
      state,
      submittedAt,
      publishedAt,
    } as Achievement;
    const { id } = await manager.save(Achievement, manager.create(Achievement, row));
    const content = contentOf(await manager.findOneByOrFail(Achievement, { id }));
    await manager.insert(AchievementVersion, { achievementId: id, number: 1, changedFields: [], content });
    return { id, state, owners: ownersOf(owner) };
  },
};

const need: SubjectKind = {
  states: NEED_STATES,
  async make({ manager }, owner, state) {
    const publishedAt = state === 'published' || state === 'closed' ? new Date() : null;
    const submittedAt = state === 'submitted' ? new Date() : null;
    const stage = { submitted: 'collected', published: 'collected', closed: 'closed' }[state ?? ''] ?? null;
    const since = stage && new Date();
    const standing = { state, submittedAt, publishedAt, stage, stageSince: since, collectedAt: since };
    const row = { ...textOf(), organisationId: owner.organisationId, ...standing } as Need;
    const { id } = await manager.save(Need, manager.create(Need, row));
    return { id, state, owners: ownersOf(owner) };
  },
};

/** Both sides belong to the owner: what the other side may do is a matter of its own tests. */
const match: SubjectKind = {
  states: MATCH_STATES,
  async make(dataSource, owner, state) {
    const sides = {
      achievementId: (await achievement.make(dataSource, owner, 'published')).id,
      needId: (await need.make(dataSource, owner, 'published')).id,
    };
    const { manager } = dataSource;
    const row = { ...sides, state, score: 80, level: 4, factors: [], matchedTerms: [], scoredAt: new Date() };
    const { id } = await manager.save(
      Match,
      manager.create(Match, { ...row, weightsVersion: '1' } as unknown as Match),
    );
    return { id, state, owners: ownersOf(owner) };
  },
};

const notification: SubjectKind = {
  states: [undefined],
  async make({ manager }, { accountId }) {
    const row = { accountId, kind: 'saved_search', title: '新消息', body: '一句话。' } as const;
    const { id } = await manager.save(Notification, manager.create(Notification, row));
    return { id, owners: [], accountId };
  },
};

const savedSearch: SubjectKind = {
  states: [undefined],
  async make({ manager }, { accountId }) {
    const row = { accountId, name: randomUUID(), kind: 'need', query: { q: '铝' } };
    const { id } = await manager.save(
      SavedSearch,
      manager.create(SavedSearch, row as unknown as SavedSearch),
    );
    return { id, owners: [], accountId };
  },
};

/** The owner itself; in the end of each walk it is as it was in the beginning, trusted or not. */
const organisation: SubjectKind = {
  states: VERIFICATION_STATES,
  single: true,
  async make({ manager }, owner, state) {
    const { organisationId: id, trusted } = owner;
    const verification = state as Organisation['verification'];
    await manager.update(Organisation, { id }, { verification, trusted, creditCode: makeCreditCode() });
    return { id, state, owners: ownersOf(owner) };
  },
};

const importOf: SubjectKind = {
  states: IMPORT_STATES,
  async make({ manager }, owner, state) {
    const { organisationId, accountId } = owner;
    const file = { fileName: '成果.xlsx', contentHash: randomUUID(), dryRun: false, publish: false };
    const row = { ...file, organisationId, accountId, kind: 'achievements', state } as Import;
    const { id } = await manager.save(Import, manager.create(Import, row));
    return { id, state, owners: ownersOf(owner) };
  },
};

const audit: SubjectKind = {
  states: [undefined],
  async make({ manager }, owner) {
    const subjectId = randomUUID();
    const subject = { kind: 'file', id: subjectId } as const;
    await recordAudit(manager, { actor: owner, action: 'file.attach', subject });
    const { id } = await manager.findOneByOrFail(AuditEntry, { subjectId });
    return { id, owners: ownersOf(owner) };
  },
};

/** How a record of each kind comes to be in each state; a new resource of the table has its maker here. */
export const SUBJECTS: Readonly<Record<Resource, SubjectKind>> = {
  achievement,
  need,
  match,
  import: importOf,
  notification,
  savedSearch,
  organisation,
  audit,
};
