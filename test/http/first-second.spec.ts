import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Organisation } from '#domain/organisations/organisation.entity.js';
import { joinOrganisation, makePerson, type Person } from '../support/factories.js';
import { startTestApp, type TestApp } from '../support/test-app.js';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp({ shell: 'api', DATABASE_POOL: '2' });
});
afterAll(() => app.close());

it('signs in more people at once than the pool has connections, in the first second after the start', async () => {
  const { dataSource } = app;
  const { organisationId } = await makePerson(dataSource);
  const organisation = await dataSource.manager.findOneByOrFail(Organisation, { id: organisationId });
  const people: Person[] = [];
  for (let count = 0; count < 25; count += 1) people.push(await joinOrganisation(dataSource, organisation));
  const tokens = await Promise.all(people.map((person) => app.logIn(person)));
  expect(new Set(tokens).size).toBe(25);
});
