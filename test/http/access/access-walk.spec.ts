import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { type AccountRole, ACCOUNT_ROLES } from '#contracts/accounts.js';
import { type ErrorBody } from '#contracts/errors.js';
import { decide, may, type Verdict } from '#domain/access/access.rules.js';
import { type Permission, type Resource, rolesOf } from '#domain/access/permissions.js';
import { Organisation } from '#domain/organisations/organisation.entity.js';
import { joinOrganisation, makePerson, type Person } from '../../support/factories.js';
import { startTestApp, type TestApp } from '../../support/test-app.js';
import { type ListCase, type RecordCase, ROUTE_CASES } from './route-cases.js';
import { listRoutes, type Route } from './routes.js';
import { SUBJECTS } from './subjects.js';

/** Somebody who calls: where they stand to the owner of the record, and the token they call with. */
interface Caller {
  who: string;
  person: Person | null;
  token?: string;
}

/** What the table says and what the route answered, side by side. */
interface Cell {
  route: string;
  caller: string;
  state: string | undefined;
  expected: string;
  answered: string;
}

const COUNTY = '410184';
const ANSWERS: Readonly<Record<Verdict, string>> = {
  allowed: 'ok',
  hidden: '404 not_found',
  refused: '403 not_allowed',
  untrusted: '403 organisation_not_trusted',
  wrong_state: '409 transition_not_allowed',
};

let app: TestApp;
let routes: Route[];
let owners: Person[];
let callers: Caller[];
const cells: Cell[] = [];

beforeAll(async () => {
  app = await startTestApp({ shell: 'api' });
  routes = listRoutes(app.application);
  const { dataSource } = app;
  const [trusted, untrusted] = await Promise.all(
    [true, false].map((isTrusted) =>
      makePerson(dataSource, { organisation: { regionCode: COUNTY, trusted: isTrusted }, role: 'manager' }),
    ),
  );
  owners = [trusted, untrusted] as Person[];
  const people: [string, Person][] = [];
  for (const owner of owners) {
    const organisation = await dataSource.manager.findOneByOrFail(Organisation, { id: owner.organisationId });
    for (const role of ACCOUNT_ROLES) {
      const trust = owner.trusted ? 'trusted' : 'untrusted';
      people.push([`${role} of the ${trust} owner`, await joinOrganisation(dataSource, organisation, role)]);
    }
  }
  const elsewhere: readonly [string, AccountRole, string][] = [
    ...ACCOUNT_ROLES.map((role) => [`${role} of a neighbour`, role, COUNTY] as [string, AccountRole, string]),
    ...ACCOUNT_ROLES.map(
      (role) => [`${role} in another city`, role, '410305'] as [string, AccountRole, string],
    ),
    ['administrator of the city', 'administrator', '410100'],
    ['administrator of another city', 'administrator', '410300'],
    ['administrator of the province', 'administrator', '410000'],
  ];
  for (const [who, role, regionCode] of elsewhere) {
    people.push([who, await makePerson(dataSource, { organisation: { regionCode }, role })]);
  }
  people.push(...owners.map((owner): [string, Person] => ['the owner itself', owner]));
  callers = [{ who: 'visitor', person: null }];
  // One after the other: each log-in costs a good part of a second of one core, by design.
  for (const [who, person] of people) callers.push({ who, person, token: await app.logIn(person) });
}, 60_000);

afterAll(() => app.close());

const isPermission = (rule: Route['rule']): rule is Permission => rule.includes('.');

/** What a route must answer before it looks at any record. */
function atTheDoor({ rule }: Route, { person }: Caller): string | undefined {
  if (rule === 'everyone') return undefined;
  const roles = isPermission(rule) ? rolesOf(rule) : undefined;
  if (!person) return roles?.has('visitor') ? undefined : '401 not_signed_in';
  return !roles || roles.has(person.role) ? undefined : '403 not_allowed';
}

async function call(
  route: Route,
  caller: Caller,
  id: string,
  options: { body?: object; query?: string } & Pick<RecordCase, 'at'> = {},
) {
  const path =
    route.path.replace(/:(\w+)/g, (_, name: string) => options.at?.[name] ?? id) + (options.query ?? '');
  const isOperation = /^(health|metrics)/.test(path);
  return app.send<{ items?: { id: string }[] } & Partial<ErrorBody>>(
    route.method,
    isOperation ? `/${path}` : path,
    { token: caller.token, body: route.method === 'GET' ? undefined : (options.body ?? {}) },
  );
}

const answerOf = ({ status, body }: Awaited<ReturnType<typeof call>>): string =>
  status < 300 ? 'ok' : `${status} ${body?.code}`;

const tell = (cell: Cell) => cells.push(cell);
/** The cells that differ, gathered by what differs, with one of their callers. */
function wrong(): string[] {
  const groups = new Map<string, string[]>();
  for (const { route, caller, state, expected, answered } of cells) {
    if (expected === answered) continue;
    const what = `${route} of ${state ?? 'any state'}: ${answered} instead of ${expected}`;
    groups.set(what, [...(groups.get(what) ?? []), caller]);
  }
  return [...groups].map(([what, who]) => `${what}, for ${who.length}, among them ${who[0]}`);
}

async function walkRecord(route: Route, { on, permission, body, at, allowed = ANSWERS.allowed }: RecordCase) {
  const answers = { ...ANSWERS, allowed };
  for (const owner of owners) {
    for (const state of SUBJECTS[on].states) {
      const make = () => SUBJECTS[on].make(app.dataSource, owner, state);
      // What was read or never reached can serve the next caller; what may have changed is made anew.
      const shared = await make();
      const walk = async (caller: Caller) => {
        const door = atTheDoor(route, caller);
        const subject = door || route.method === 'GET' ? shared : await make();
        const asked = permission ?? (route.rule as Permission);
        const expected = door ?? answers[decide(caller.person, asked, subject)];
        const sent = typeof body === 'function' ? body() : body;
        const answered = answerOf(await call(route, caller, subject.id, { body: sent, at }));
        tell({ route: route.name, caller: caller.who, state, expected, answered });
      };
      if (SUBJECTS[on].single && route.method !== 'GET') {
        for (const caller of callers) await walk(caller);
        await make();
      } else await Promise.all(callers.map(walk));
    }
  }
}

async function walkList(
  route: Route,
  { lists, permission = `${lists}.read` as Permission, query }: ListCase,
) {
  for (const state of SUBJECTS[lists].states) {
    const seeds = await Promise.all(
      owners.map((owner) => SUBJECTS[lists].make(app.dataSource, owner, state)),
    );
    for (const caller of callers) {
      const answer = await call(route, caller, '', { query: query?.(state) ?? '?limit=100' });
      const door = atTheDoor(route, caller);
      const found = new Set(answer.body.items?.map(({ id }) => id));
      // Expired matches are history, which lists leave out.
      const listed = !(lists === 'match' && state === 'expired');
      for (const seed of seeds) {
        const expected = door ?? (listed && may(caller.person, permission, seed) ? 'listed' : 'left out');
        const answered =
          answer.status === 200 ? (found.has(seed.id) ? 'listed' : 'left out') : answerOf(answer);
        tell({ route: route.name, caller: caller.who, state, expected, answered });
      }
    }
  }
}

async function walkCreation(
  route: Route,
  { creates, body }: { creates: Resource; body: object | (() => FormData) },
) {
  for (const caller of callers) {
    const { person } = caller;
    const subject = {
      state: SUBJECTS[creates].states[0],
      owners: person ? [person] : [],
      accountId: person?.accountId,
    };
    const expected =
      atTheDoor(route, caller) ?? ANSWERS[decide(caller.person, route.rule as Permission, subject)];
    const answered = answerOf(
      await call(route, caller, '', { body: typeof body === 'function' ? (body as () => FormData)() : body }),
    );
    tell({ route: route.name, caller: caller.who, state: undefined, expected, answered });
  }
}

async function walkDoor(route: Route) {
  const visitor = callers[0] as Caller;
  const expected = atTheDoor(route, visitor) ?? 'open';
  const answer = await call(route, visitor, randomUUID());
  const shut = answer.body?.code === 'not_signed_in' || answer.body?.code === 'not_allowed';
  tell({
    route: route.name,
    caller: visitor.who,
    state: undefined,
    expected,
    answered: shut ? answerOf(answer) : 'open',
  });
}

describe('every route, for every role, on own and foreign records in own and foreign regions', () => {
  it('has a case, and no case is left over', () => {
    expect(routes.map(({ name }) => name)).toEqual(
      Object.keys(ROUTE_CASES).sort((a, b) => a.localeCompare(b)),
    );
  });

  it('answers what the table says', async () => {
    const cases = routes.flatMap((route) => {
      const routeCase = ROUTE_CASES[route.name];
      return routeCase ? [{ route, routeCase }] : [];
    });
    // Lists first: what the other routes leave behind would fill the page.
    for (const { route, routeCase } of cases) if ('lists' in routeCase) await walkList(route, routeCase);
    for (const { route, routeCase } of cases) {
      if ('on' in routeCase) await walkRecord(route, routeCase);
      else if ('creates' in routeCase) await walkCreation(route, routeCase);
      else if (!('lists' in routeCase)) await walkDoor(route);
    }
    expect(wrong()).toEqual([]);
    expect(cells.length).toBeGreaterThan(1_000);
    process.stderr.write(`Walked ${cells.length} cells of ${routes.length} routes.\n`);
  }, 600_000);
});
