import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { type DataSource } from 'typeorm';
import { OutboxEntry } from '#platform/database/outbox.entity.js';
import { MailboxMessage } from '#platform/mail/mailbox-message.entity.js';
import { MailboxSender } from '#platform/mail/mailbox.sender.js';
import { SmtpSender } from '#platform/mail/smtp.sender.js';
import { makePerson, type Person, TEXTS } from '#test/support/factories.js';
import { createTestDatabase, type TestDatabase } from '#test/support/test-database.js';
import { Achievement } from '../achievements/achievement.entity.js';
import { AchievementsService } from '../achievements/achievements.service.js';
import { Match } from '../matches/match.entity.js';
import { NeedsService } from '../needs/needs.service.js';
import { DeliveriesService } from './deliveries.service.js';
import { Delivery } from './delivery.entity.js';
import { Notification } from './notification.entity.js';

describe('DeliveriesService', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let person: Person;
  let matchId: string;
  let server: SMTPServer;
  let url: string;
  const received: string[] = [];
  /** What the mail server answers to the next recipients; 250 where it says nothing. */
  const replies: number[] = [];

  beforeAll(async () => {
    database = await createTestDatabase();
    dataSource = await database.open();
    const university = await makePerson(dataSource);
    const enterprise = await makePerson(dataSource);
    const achievement = await new AchievementsService(dataSource).create(university, {
      ...TEXTS.cbnAchievement,
      keywords: [],
    });
    const need = await new NeedsService(dataSource).create(enterprise, { ...TEXTS.cbnNeed, keywords: [] });
    const match = await dataSource.manager.save(
      dataSource.manager.create(Match, {
        needId: need.id,
        achievementId: achievement.id,
        score: 80,
        level: 4,
        factors: [],
        matchedTerms: [],
        weightsVersion: 'test',
        scoredAt: new Date(),
      }),
    );
    matchId = match.id;
    server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onRcptTo: (_address, _session, callback) => {
        const code = replies.shift() ?? 250;
        callback(code === 250 ? null : Object.assign(new Error('no'), { responseCode: code }));
      },
      onData: (stream, _session, callback) => {
        let text = '';
        stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
        stream.on('end', () => {
          received.push(text);
          callback();
        });
      },
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`;
  });

  beforeEach(() => {
    received.length = 0;
    replies.length = 0;
  });

  afterAll(async () => {
    await new Promise<void>((resolve) => server.close(() => resolve()));
    await dataSource.destroy();
    await database.drop();
  });

  /** A notification with its pending delivery, for a new reader. */
  const notify = async () => {
    person = await makePerson(dataSource);
    const notification = await dataSource.manager.save(
      dataSource.manager.create(Notification, {
        accountId: person.accountId,
        kind: 'match_found',
        matchId,
        level: 4,
        title: '新匹配（强相关）',
        body: '成果与您的需求强相关。',
      }),
    );
    await dataSource.manager.insert(Delivery, { notificationId: notification.id });
    return notification.id;
  };
  const stateOf = async (notificationId: string) =>
    dataSource.manager.findOneByOrFail(Delivery, { notificationId });
  const overSmtp = () =>
    new DeliveriesService(dataSource, new SmtpSender(url, 'Duijie <no-reply@duijie.test>'));

  it('sends a mail to a real server once, and settles the delivery', async () => {
    const id = await notify();
    await overSmtp().deliver(id);
    await overSmtp().deliver(id);
    expect(received).toHaveLength(1);
    expect(received[0]).toContain(`To: ${person.email}`);
    expect(received[0]).toContain(`Message-ID: <${id}@duijie>`);
    expect(await stateOf(id)).toMatchObject({ state: 'sent', refusal: null });
  });

  it('records for good what the server refuses for good', async () => {
    const id = await notify();
    replies.push(550);
    await overSmtp().deliver(id);
    expect(await stateOf(id)).toMatchObject({ state: 'refused', sentAt: null });
    expect((await stateOf(id)).refusal).toContain('550');
  });

  it('leaves for another try what the server cannot take now, and when it is away', async () => {
    const id = await notify();
    replies.push(451);
    await expect(overSmtp().deliver(id)).rejects.toThrow();
    const away = new DeliveriesService(dataSource, new SmtpSender('smtp://127.0.0.1:9', 'a@duijie.test'));
    await expect(away.deliver(id)).rejects.toThrow();
    expect((await stateOf(id)).state).toBe('pending');
    await overSmtp().deliver(id);
    expect((await stateOf(id)).state).toBe('sent');
  });

  it('keeps one mail in the mailbox where there is no server', async () => {
    const id = await notify();
    const service = new DeliveriesService(dataSource, new MailboxSender(dataSource));
    await Promise.all([service.deliver(id), service.deliver(id)]);
    expect(await dataSource.manager.findBy(MailboxMessage, { recipient: person.email })).toMatchObject([
      { messageKey: id, subject: '新匹配（强相关）' },
    ]);
  });

  it('queues again what stayed pending too long, and only that', async () => {
    await dataSource.manager.deleteAll(OutboxEntry);
    const old = await notify();
    await notify();
    await dataSource.query(
      `UPDATE deliveries SET created_at = now() - interval '1 hour' WHERE notification_id = $1`,
      [old],
    );
    expect(await overSmtp().queueMissing(20)).toBe(1);
    expect(await dataSource.manager.find(OutboxEntry)).toMatchObject([{ payload: { notificationId: old } }]);
    expect(await dataSource.manager.countBy(Achievement, {})).toBe(1);
  });
});
