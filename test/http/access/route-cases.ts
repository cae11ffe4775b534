import { randomUUID } from 'node:crypto';
import { type Permission, type Resource } from '#domain/access/permissions.js';

/**
 * A route on one record, in each of its states; `permission` where the service asks more than the route declares,
 * `allowed` where somebody who may is answered something else than a success, `at` what stands in the address beside
 * the record's id.
 */
export interface RecordCase {
  on: Resource;
  permission?: Permission;
  body?: object | (() => object);
  allowed?: string;
  at?: Readonly<Record<string, string>>;
}

/** A route that lists records; `query` names the state of which the list is asked, `permission` what it takes to see one. */
export interface ListCase {
  lists: Resource;
  permission?: Permission;
  query?: (state: string | undefined) => string;
}

/** How the walk calls a route. */
export type RouteCase =
  | RecordCase
  | ListCase
  /** Makes a record for the caller's own organisation. */
  | { creates: Resource; body: object | (() => FormData) }
  /** Concerns nobody's record, or the caller's own alone: whether one must be signed in is all there is to see. */
  | { plain: true };

const record = { title: '一条记录', description: '写得足够长的一段说明文字。' };
const byState = (state: string | undefined) => `?state=${state ?? ''}&limit=100`;
const plain = { plain: true } as const;
const missing = '404 not_found';

function importForm(): FormData {
  const form = new FormData();
  form.set('kind', 'achievements');
  form.set('file', new Blob(['标题\n一条记录']), '成果.csv');
  return form;
}

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
  'POST achievements/:id/confirm': { on: 'achievement' },
  'POST achievements/:id/select': {
    on: 'achievement',
    body: { criteria: ['proven'], reason: '已推广' },
  },
  'POST achievements/:id/deselect': { on: 'achievement', body: { reason: '已过时' } },
  'GET achievements/:id/selections': { on: 'achievement' },
  'GET achievements/:id/versions': { on: 'achievement' },
  'GET achievements/:id/versions/:number': { on: 'achievement', at: { number: '1' } },
  'GET achievements/:id/versions/:before/diff/:after': { on: 'achievement', at: { before: '1', after: '1' } },
  'POST achievements/:id/versions/:number/restore': { on: 'achievement', at: { number: '1' } },
  'GET achievements/:id/duplicates': { on: 'achievement' },
  'POST achievements/:id/merge': {
    on: 'achievement',
    body: () => ({ into: randomUUID(), reason: '同一成果' }),
    allowed: '400 validation_failed',
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
  'POST needs/:id/close-for-owner': {
    on: 'need',
    body: { reason: 'owner_silent', note: '多次联系未果' },
    allowed: '409 transition_not_allowed',
  },
  'POST needs/:id/accept': { on: 'need', body: {} },
  'POST needs/:id/refuse': { on: 'need', body: { reason: 'duplicate' } },
  'POST needs/:id/assign': {
    on: 'need',
    body: () => ({ organisationId: randomUUID() }),
    allowed: '422 assignee_unsuitable',
  },
  // Made at the stage of collection, from which there is no service yet.
  'POST needs/:id/services': {
    on: 'need',
    body: { kind: 'call', note: '电话沟通' },
    allowed: '409 transition_not_allowed',
  },
  'POST needs/:id/serve': { on: 'need', body: {}, allowed: '409 transition_not_allowed' },
  'POST needs/:id/rate': { on: 'need', body: { rating: 5 } },
  'POST needs/:id/disclose': {
    on: 'need',
    body: () => ({ organisationId: randomUUID() }),
    allowed: missing,
  },
  'GET needs/:id/history': { on: 'need' },
  'GET needs/:id/matches': { on: 'need', permission: 'need.read' },

  'GET achievements/:id/attachments': { on: 'achievement' },
  'POST achievements/:id/attachments': plain,
  'GET achievements/:id/attachments/:fileId': plain,
  'DELETE achievements/:id/attachments/:fileId': plain,
  'GET needs/:id/attachments': { on: 'need' },
  'POST needs/:id/attachments': plain,
  'GET needs/:id/attachments/:fileId': plain,
  'DELETE needs/:id/attachments/:fileId': plain,

  'GET imports': { lists: 'import' },
  'GET imports/:id': { on: 'import' },
  'GET imports/:id/rejections': { on: 'import' },
  'POST imports': { creates: 'import', body: importForm },
  'POST imports/:id/cancel': { on: 'import' },
  'GET imports/:id/rejections.xlsx': plain,
  'GET imports/templates/:file': plain,
  'GET exports/achievements.:format': plain,
  'GET exports/needs.:format': plain,
  'GET exports/matches.:format': plain,
  'GET exports/found-achievements.:format': plain,
  'GET exports/found-needs.:format': plain,

  'GET matches': { lists: 'match' },
  'GET matches/:id': { on: 'match' },
  'POST matches/:id/transitions': { on: 'match', body: { to: 'declined', reason: 'does_not_fit' } },
  'POST matches/:id/take': { on: 'match' },
  'POST matches/:id/notes': { on: 'match', body: { note: '已电话联系' } },
  'GET matches/:id/history': { on: 'match' },
  'POST matches/preview': plain,

  'GET notifications': { lists: 'notification' },
  'GET notifications/:id': { on: 'notification' },
  'POST notifications/:id/read': { on: 'notification' },
  'GET search/saved': { lists: 'savedSearch' },
  'POST search/saved': { creates: 'savedSearch', body: { name: '铝', kind: 'need', query: { q: '铝' } } },
  'DELETE search/saved/:id': { on: 'savedSearch' },

  'GET organisations': { lists: 'organisation' },
  'GET organisations/:id': { on: 'organisation' },
  'GET organisations/registrations': {
    lists: 'organisation',
    permission: 'organisation.review',
    query: byState,
  },
  'GET organisations/:id/registration': { on: 'organisation' },
  'PATCH organisations/:id': { on: 'organisation', body: { name: '改了名的机构' } },
  'POST organisations/government': {
    creates: 'organisation',
    body: { name: '某科技局', regionCode: '410184', administrator: { email: 'office@example.test' } },
  },
  'POST organisations/:id/verify': { on: 'organisation', body: {} },
  'POST organisations/:id/refuse': { on: 'organisation', body: { reason: '代码与名称不符' } },
  'POST organisations/:id/reopen': { on: 'organisation', body: { reason: '重新核验' } },
  'POST organisations/:id/trust': { on: 'organisation', body: { trusted: true, reason: '信用良好' } },
  'GET organisations/:id/members': { on: 'organisation' },
  // The organisation has no member with its own id: who may look is told so.
  'PATCH organisations/:id/members/:memberId': {
    on: 'organisation',
    body: { role: 'member' },
    allowed: missing,
  },
  'DELETE organisations/:id/members/:memberId': {
    on: 'organisation',
    permission: 'organisation.readMembers',
    allowed: missing,
  },
  'GET organisations/:id/invitations': { on: 'organisation' },
  'POST organisations/:id/invitations': {
    on: 'organisation',
    body: () => ({ email: `${randomUUID()}@example.test` }),
  },
  'POST organisations/:id/invitations/:invitationId/resend': { on: 'organisation', allowed: missing },
  'DELETE organisations/:id/invitations/:invitationId': { on: 'organisation', allowed: missing },

  'GET me': plain,
  'PATCH me': plain,
  'POST me/password': plain,
  'POST me/email': plain,
  'POST me/email/confirmation': plain,
  'GET me/sessions': plain,
  'DELETE me/sessions': plain,
  'DELETE me/sessions/:id': plain,
  'GET me/mailbox': plain,
  'GET me/second-factor': plain,
  'POST me/second-factor': plain,
  'POST me/second-factor/confirm': plain,
  'POST me/second-factor/recovery-codes': plain,
  'POST me/second-factor/disable': plain,
  'GET audit': { lists: 'audit' },
  'GET statistics': plain,
  'GET statistics/definitions': plain,
  'GET statistics/:figure/records': plain,

  'GET me/data': plain,
  'DELETE me': plain,
  'POST auth/register': plain,
  'POST auth/login': plain,
  'POST auth/refresh': plain,
  'POST auth/logout': plain,
  'POST auth/login/second-factor': plain,
  'POST auth/password/forgotten': plain,
  'POST auth/password/reset': plain,
  'POST auth/email/confirm': plain,
  'POST auth/invitations/look': plain,
  'POST auth/invitations/accept': plain,
  'POST auth/join': plain,
  'GET auth/oidc': plain,
  'GET auth/oidc/start': plain,
  'GET auth/oidc/callback': plain,
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
