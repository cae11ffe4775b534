import { type Permission, type Resource } from '#domain/access/permissions.js';

/** How the walk calls a route. */
export type RouteCase =
  /** On one record, in each of its states; `permission` where the service asks more than the route declares. */
  | { on: Resource; permission?: Permission; body?: object }
  /** Makes a record for the caller's own organisation. */
  | { creates: Resource; body: object }
  /** Lists records; `query` names the state of which the list is asked. */
  | { lists: Resource; query?: (state: string | undefined) => string }
  /** Concerns nobody's record, or the caller's own alone: whether one must be signed in is all there is to see. */
  | { plain: true };

const record = { title: '一条记录', description: '写得足够长的一段说明文字。' };
const byState = (state: string | undefined) => `?state=${state ?? ''}&limit=100`;
const plain = { plain: true } as const;

/** Every route of the platform by name; the walk fails on one that is missing here, and on one that is gone. */
export const ROUTE_CASES: Readonly<Record<string, RouteCase>> = {
  'GET achievements': { lists: 'achievement', query: byState },
  'GET achievements/:id': { on: 'achievement' },
  'POST achievements': { creates: 'achievement', body: record },
  'PATCH achievements/:id': { on: 'achievement', body: { keywords: ['甲'] } },
  'POST achievements/:id/submit': { on: 'achievement' },
  'POST achievements/:id/publish': { on: 'achievement' },
  'POST achievements/:id/withdraw': { on: 'achievement' },
  'POST achievements/:id/return': {
    on: 'achievement',
    body: { reasons: [{ field: 'title', reason: '请写明' }] },
  },
  'GET achievements/:id/matches': { on: 'achievement', permission: 'achievement.read' },

  'GET needs': { lists: 'need', query: byState },
  'GET needs/:id': { on: 'need' },
  'POST needs': { creates: 'need', body: record },
  'PATCH needs/:id': { on: 'need', body: { keywords: ['甲'] } },
  'POST needs/:id/submit': { on: 'need' },
  'POST needs/:id/publish': { on: 'need' },
  'POST needs/:id/withdraw': { on: 'need' },
  'POST needs/:id/return': { on: 'need', body: { reasons: [{ field: 'title', reason: '请写明' }] } },
  'POST needs/:id/close': { on: 'need', body: { reason: 'no_longer_needed' } },
  'GET needs/:id/matches': { on: 'need', permission: 'need.read' },

  'GET matches': { lists: 'match' },
  'GET matches/:id': { on: 'match' },
  'POST matches/preview': plain,

  'GET notifications': { lists: 'notification' },
  'GET notifications/:id': { on: 'notification' },
  'POST notifications/:id/read': { on: 'notification' },
  'GET search/saved': { lists: 'savedSearch' },
  'POST search/saved': { creates: 'savedSearch', body: { name: '铝', kind: 'need', query: { q: '铝' } } },
  'DELETE search/saved/:id': { on: 'savedSearch' },

  'GET me': plain,
  'POST auth/register': plain,
  'POST auth/login': plain,
  'POST auth/refresh': plain,
  'POST auth/logout': plain,
  'GET organisations': plain,
  'GET organisations/:id': plain,
  'GET notifications/stream': plain,
  'POST notifications/read': plain,
  'GET search/achievements': plain,
  'GET search/needs': plain,
  'GET search/suggest': plain,
  'GET vocabularies/:name': plain,
  'GET health/live': plain,
  'GET health/ready': plain,
  'GET metrics': plain,
};
