import { randomBytes, randomUUID } from 'node:crypto';
import { type DataSource } from 'typeorm';
import { type AccountRole } from '#contracts/accounts.js';
import { Account } from '#domain/accounts/account.entity.js';
import { type Actor } from '#domain/access/actor.js';
import { hashPassword } from '#domain/accounts/passwords.js';
import { Organisation } from '#domain/organisations/organisation.entity.js';

export const PASSWORD = 'correct horse battery';
let passwordHash: Promise<string> | undefined;

export interface Person extends Actor {
  email: string;
}

/** An organisation with one account; valid by default, and a test states only what matters to it. */
export async function makePerson(
  dataSource: DataSource,
  { organisation, role = 'member' }: { organisation?: Partial<Organisation>; role?: AccountRole } = {},
): Promise<Person> {
  const owner = await dataSource.manager.save(
    Organisation,
    dataSource.manager.create(Organisation, {
      name: `机构 ${randomBytes(3).toString('hex')}`,
      kind: 'university',
      regionCode: '410102',
      trusted: true,
      ...organisation,
    }),
  );
  return joinOrganisation(dataSource, owner, role);
}

/** One more account of an organisation. */
export async function joinOrganisation(
  dataSource: DataSource,
  owner: Organisation,
  role: AccountRole = 'member',
): Promise<Person> {
  const email = `${randomUUID()}@example.test`;
  const account = await dataSource.manager.save(
    Account,
    dataSource.manager.create(Account, {
      email,
      name: '某人',
      role,
      organisationId: owner.id,
      emailConfirmedAt: new Date(),
      passwordHash: await (passwordHash ??= hashPassword(PASSWORD)),
    }),
  );
  return {
    email,
    accountId: account.id,
    role,
    locale: 'zh',
    organisationId: owner.id,
    regionCode: owner.regionCode,
    trusted: owner.trusted,
  };
}

/** Texts that fit each other beyond doubt, and some that fit nothing else here. */
export const TEXTS = {
  cbnAchievement: {
    title: '高韧性立方氮化硼单晶高温高压合成技术',
    description:
      '针对立方氮化硼（CBN）单晶韧性不足的问题，自制锂基触媒并优化高温高压合成工艺，所得单晶抗冲击韧性达到 72%，堆积密度 1.85 克/立方厘米，六方相向立方相转化率 76%，已在两条产线中试。',
    keywords: ['立方氮化硼', '触媒', '高温高压合成', '抗冲击韧性'],
  },
  cbnNeed: {
    title: '高韧性立方氮化硼单晶的研制',
    description:
      '需求内容：开发高韧性立方氮化硼（CBN）单晶新牌号，优化触媒和高温高压合成工艺。\n预期目标：抗冲击韧性≥67%，堆积密度≥1.80 克/立方厘米，六方相到立方相转化率在 73% 以上。',
    keywords: ['立方氮化硼', '单晶', '触媒'],
  },
  tofuAchievement: {
    title: '卤水豆腐连续凝固成型设备',
    description: '采用分段控温与静置凝固，实现卤水豆腐连续成型，保水率提高，适合中央厨房生产。',
    keywords: ['豆腐', '凝固', '成型'],
  },
  sewageNeed: {
    title: '印染废水脱色与回用',
    description: '印染车间排水色度高，希望找到低成本脱色并回用的办法，出水色度不高于 30 倍。',
    keywords: ['印染废水', '脱色', '回用'],
  },
} as const;
