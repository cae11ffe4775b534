import { readFile } from 'node:fs/promises';
import { type DataSource, type EntityManager } from 'typeorm';
import { type AccountRole } from '#contracts/accounts.js';
import { createAchievementSchema } from '#contracts/achievements.js';
import { createNeedSchema } from '#contracts/needs.js';
import { Account } from '#domain/accounts/account.entity.js';
import { type Actor } from '#domain/access/actor.js';
import { hashPassword } from '#domain/accounts/passwords.js';
import { Achievement } from '#domain/achievements/achievement.entity.js';
import { type AchievementsService } from '#domain/achievements/achievements.service.js';
import { Need } from '#domain/needs/need.entity.js';
import { type NeedsService } from '#domain/needs/needs.service.js';
import { Organisation } from '#domain/organisations/organisation.entity.js';

/** The demonstration accounts: which organisation of the demonstration data each acts for, and as what. */
export const DEMO_ACCOUNTS: readonly {
  email: string;
  name: string;
  role: AccountRole;
  organisation: string;
}[] = [
  { email: 'university@demo.test', name: '演示·高校', role: 'manager', organisation: 'demo-university' },
  { email: 'enterprise@demo.test', name: '演示·企业', role: 'manager', organisation: 'demo-enterprise' },
  { email: 'broker@demo.test', name: '演示·技术经纪人', role: 'broker', organisation: 'demo-broker' },
  { email: 'county@demo.test', name: '演示·县级管理员', role: 'administrator', organisation: 'demo-county' },
  { email: 'city@demo.test', name: '演示·市级管理员', role: 'administrator', organisation: 'demo-city' },
  {
    email: 'province@demo.test',
    name: '演示·省级管理员',
    role: 'administrator',
    organisation: 'demo-province',
  },
  { email: 'operator@demo.test', name: '演示·平台运营员', role: 'operator', organisation: 'demo-province' },
];

interface DemoOrganisation {
  key: string;
  name: string;
  kind: Organisation['kind'];
  regionCode: string;
}

type DemoRecord = Record<string, unknown> & { organisation: string; externalKey: string };

async function readLines<T>(file: string): Promise<T[]> {
  const text = await readFile(new URL(`demo/${file}.jsonl`, import.meta.url), 'utf8');
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as T);
}

/** Publishes the demonstration data through the same services as everybody. What is there already stays. */
export class DemoData {
  constructor(
    private readonly dataSource: DataSource,
    private readonly achievements: AchievementsService,
    private readonly needs: NeedsService,
  ) {}

  /** @returns how many records were published; 0 where all were there. */
  async seed(password: string): Promise<number> {
    const actors = await this.seedOrganisations(password);
    const published = [
      await this.publish(
        Achievement,
        actors,
        await readLines<DemoRecord>('achievements'),
        async (actor, body) => {
          const { id } = await this.achievements.create(actor, createAchievementSchema.parse(body));
          await this.achievements.publish(actor, id);
        },
      ),
      await this.publish(Need, actors, await readLines<DemoRecord>('needs'), async (actor, body) => {
        const { id } = await this.needs.create(actor, createNeedSchema.parse(body));
        await this.needs.publish(actor, id);
      }),
    ];
    return published.reduce((sum, count) => sum + count, 0);
  }

  private async seedOrganisations(password: string): Promise<Map<string, Actor>> {
    const rows = await readLines<DemoOrganisation>('organisations');
    const passwordHash = await hashPassword(password);
    return this.dataSource.transaction(async (manager) => {
      const actors = new Map<string, Actor>();
      for (const { key, ...row } of rows) {
        const organisation =
          (await manager.findOneBy(Organisation, { name: row.name, demonstration: true })) ??
          (await manager.save(
            Organisation,
            manager.create(Organisation, {
              ...row,
              trusted: true,
              verification: 'verified',
              demonstration: true,
            }),
          ));
        actors.set(key, seedingActor(organisation));
        await this.seedAccounts(manager, key, organisation, passwordHash);
      }
      return actors;
    });
  }

  private async seedAccounts(
    manager: EntityManager,
    key: string,
    { id }: Organisation,
    passwordHash: string,
  ): Promise<void> {
    const accounts = DEMO_ACCOUNTS.filter(({ organisation }) => organisation === key);
    if (accounts.length === 0) return;
    await manager
      .createQueryBuilder()
      .insert()
      .into(Account)
      .values(
        accounts.map(({ email, name, role }) => ({
          email,
          name,
          role,
          organisationId: id,
          passwordHash,
          emailConfirmedAt: new Date(),
        })),
      )
      .orIgnore()
      .execute();
  }

  private async publish(
    entity: typeof Achievement | typeof Need,
    actors: ReadonlyMap<string, Actor>,
    records: readonly DemoRecord[],
    publish: (actor: Actor, body: unknown) => Promise<void>,
  ): Promise<number> {
    let count = 0;
    for (const { organisation, ...body } of records) {
      const actor = actors.get(organisation);
      if (!actor) throw new Error(`Demonstration record ${body.externalKey} names no known organisation`);
      const key = { organisationId: actor.organisationId, externalKey: body.externalKey };
      if (await this.dataSource.manager.existsBy(entity, key)) continue;
      await publish(actor, body);
      count += 1;
    }
    return count;
  }
}

/** Acts for an organisation of the demonstration while its records are put in. */
const seedingActor = ({ id, regionCode }: Organisation): Actor => ({
  accountId: id,
  role: 'manager',
  locale: 'zh',
  organisationId: id,
  regionCode,
  trusted: true,
});
