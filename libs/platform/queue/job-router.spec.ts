import { describe, expect, it } from '@jest/globals';
import { Injectable, Module, type Type } from '@nestjs/common';
import { DiscoveryModule, NestFactory } from '@nestjs/core';
import { UnrecoverableError } from 'bullmq';
import { randomUUID } from 'node:crypto';
import { DomainError } from '#contracts/domain-error.js';
import { type JobPayload } from '#contracts/jobs.js';
import { HandlesJob } from './job-handler.decorator.js';
import { JobRouter } from './job-router.service.js';

@Injectable()
class Matching {
  @HandlesJob('achievement.match')
  async achievement(_: JobPayload<'achievement.match'>): Promise<void> {}

  @HandlesJob('matching.owed')
  async queueOwed(_: JobPayload<'matching.owed'>): Promise<void> {}

  @HandlesJob('needs.match')
  async needs(_: JobPayload<'needs.match'>): Promise<void> {}

  @HandlesJob('need.match')
  need(_: JobPayload<'need.match'>): Promise<void> {
    throw new DomainError('not_found', 'gone');
  }
}

@Injectable()
class Delivery {
  @HandlesJob('notification.deliver')
  deliver(_: JobPayload<'notification.deliver'>): Promise<void> {
    throw new Error('away');
  }

  @HandlesJob('account-mail.deliver')
  async deliverAccountMail(_: JobPayload<'account-mail.deliver'>): Promise<void> {}

  @HandlesJob('need.retell')
  async retell(_: JobPayload<'need.retell'>): Promise<void> {}
}

@Injectable()
class Imports {
  @HandlesJob('import.run')
  async run(_: JobPayload<'import.run'>): Promise<void> {}
}

@Injectable()
class Search {
  @HandlesJob('search.follow')
  async follow(_: JobPayload<'search.follow'>): Promise<void> {}

  @HandlesJob('organisation.renamed')
  async followName(_: JobPayload<'organisation.renamed'>): Promise<void> {}

  @HandlesJob('saved-search.run')
  async run(_: JobPayload<'saved-search.run'>): Promise<void> {}
}

async function route(...providers: Type[]): Promise<JobRouter> {
  @Module({ imports: [DiscoveryModule], providers: [JobRouter, Search, Imports, ...providers] })
  class Process {}
  const app = await NestFactory.createApplicationContext(Process, { logger: false, abortOnError: false });
  return app.get(JobRouter);
}

describe('JobRouter', () => {
  it('refuses to boot where a job has no handler', async () => {
    await expect(route(Matching)).rejects.toThrow('job notification.deliver has no handler');
  });

  it('refuses to boot where a job has two', async () => {
    @Injectable()
    class Second {
      @HandlesJob('matching.owed')
      async queueOwed(_: JobPayload<'matching.owed'>): Promise<void> {}

      @HandlesJob('needs.match')
      async needs(_: JobPayload<'needs.match'>): Promise<void> {}

      @HandlesJob('need.match')
      async again(_: JobPayload<'need.match'>): Promise<void> {}
    }
    await expect(route(Matching, Delivery, Second)).rejects.toThrow(
      'job need.match has more than one handler',
    );
  });

  it('stops for good at a payload that is none, an unknown job, and a rule that says no', async () => {
    const router = await route(Matching, Delivery);
    const run = (name: string, data: unknown) => router.run({ id: '1', name, data });
    await expect(run('achievement.match', { achievementId: 'x' })).rejects.toBeInstanceOf(UnrecoverableError);
    await expect(run('no.such', {})).rejects.toBeInstanceOf(UnrecoverableError);
    await expect(run('need.match', { needId: randomUUID() })).rejects.toBeInstanceOf(UnrecoverableError);
    await expect(run('achievement.match', { achievementId: randomUUID() })).resolves.toBeUndefined();
  });

  it('lets a failure of the moment be tried again', async () => {
    const router = await route(Matching, Delivery);
    const attempt = router.run({
      id: '1',
      name: 'notification.deliver',
      data: { notificationId: randomUUID() },
    });
    await expect(attempt).rejects.not.toBeInstanceOf(UnrecoverableError);
  });
});
