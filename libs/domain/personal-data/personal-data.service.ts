import { Injectable } from '@nestjs/common';
import { randomBytes } from 'node:crypto';
import { DataSource, type EntityManager, IsNull } from 'typeorm';
import { type PersonalDataView } from '#contracts/personal-data.js';
import { DomainError } from '#contracts/domain-error.js';
import { currentOrigin, withOrigin } from '#platform/process/origin.js';
import { type Actor } from '../access/actor.js';
import { auditActor } from '../accounts/account-audit.js';
import { Account } from '../accounts/account.entity.js';
import { hashPassword, passwordMatches } from '../accounts/passwords.js';
import { Achievement } from '../achievements/achievement.entity.js';
import { AuditEntry, AuditPersonalValues } from '../audit/audit-entry.entity.js';
import { readableEntry } from '../audit/audit-view.js';
import { recordAudit } from '../audit/record-audit.js';
import { Need } from '../needs/need.entity.js';
import { Organisation } from '../organisations/organisation.entity.js';
import { assertMayLeave } from './departure.rules.js';
import { deletePersonalRows, readPersonalRows } from './personal-tables.js';

/** What stands in the place of a name that was erased. */
export const ERASED_NAME = '已注销用户';

/** What the platform knows of a person, handed over and erased on the person's own request. */
@Injectable()
export class PersonalDataService {
  constructor(private readonly dataSource: DataSource) {}

  async export(actor: Actor): Promise<PersonalDataView> {
    const { manager } = this.dataSource;
    const account = await manager.findOneByOrFail(Account, { id: actor.accountId });
    const { id, email, name, role, locale, organisationId, createdAt } = account;
    const entries = await manager.find(AuditEntry, {
      where: [{ accountId: id }, { subjectKind: 'account', subjectId: id }],
      order: { id: 'ASC' },
    });
    const values = await manager.findBy(AuditPersonalValues, { personId: id });
    return {
      exportedAt: new Date().toISOString(),
      account: { id, email, name, role, locale, organisationId, createdAt: createdAt.toISOString() },
      rows: await readPersonalRows(manager, account),
      actions: entries.map((entry) => readableEntry(entry, values, actor)),
    };
  }

  /**
   * Erases the person: name, address and everything that goes with the account, also out of the audit entries, whose
   * chain stays whole. What was done stays done by an account that says nothing of anybody.
   * @throws DomainError `credentials_wrong`, `last_manager`, `only_administrator`.
   */
  async erase(actor: Actor, password: string): Promise<void> {
    const { accountId: id, organisationId } = actor;
    const { passwordHash } = await this.dataSource.manager.findOneByOrFail(Account, { id });
    if (!(await passwordMatches(passwordHash, password))) {
      throw new DomainError('credentials_wrong', 'The password is wrong.', [
        { field: 'password', code: 'credentials_wrong', message: 'is wrong' },
      ]);
    }
    const nobodyKnows = await hashPassword(randomBytes(32).toString('hex'));
    await this.dataSource.transaction(async (manager) => {
      // Two managers who leave at the same time take turns here, and the second is the last one.
      const organisation = await manager.findOneOrFail(Organisation, {
        where: { id: organisationId },
        lock: { mode: 'pessimistic_write' },
      });
      const account = await manager.findOneOrFail(Account, {
        where: { id },
        lock: { mode: 'pessimistic_write' },
      });
      account.organisation = organisation;
      await this.assertMayLeave(manager, account);
      await deletePersonalRows(manager, account);
      await manager.update(
        Account,
        { id },
        {
          email: `${id}@erased.invalid`,
          name: ERASED_NAME,
          passwordHash: nobodyKnows,
          emailConfirmedAt: null,
          lockedUntil: null,
          removedAt: new Date(),
        },
      );
      await manager.delete(AuditPersonalValues, { personId: id });
      // From where this was asked would be the first thing to be known of the person again.
      const { via, requestId } = currentOrigin();
      await withOrigin({ via, requestId }, () =>
        recordAudit(manager, {
          actor: auditActor(account),
          action: 'account.erase',
          subject: { kind: 'account', id },
        }),
      );
    });
  }

  /** Erases what requests that were under way wrote down after their person had been erased. */
  async eraseLeftovers(): Promise<void> {
    await this.dataSource.query(
      `DELETE FROM audit_personal_values
        WHERE person_id IN (SELECT subject_id FROM audit_entries WHERE action = 'account.erase')`,
    );
  }

  private async assertMayLeave(manager: EntityManager, { id, role, organisationId }: Account): Promise<void> {
    const others = await manager.find(Account, {
      select: { id: true, role: true },
      where: { organisationId, removedAt: IsNull() },
    });
    const open = { organisationId };
    assertMayLeave({
      role,
      colleagues: others.filter((other) => other.id !== id).map((other) => other.role),
      hasRecords: (await manager.existsBy(Achievement, open)) || (await manager.existsBy(Need, open)),
    });
  }
}
