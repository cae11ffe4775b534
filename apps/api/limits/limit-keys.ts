import { createHash } from 'node:crypto';
import { type RequestWithActor } from '../access/access.decorator.js';
import { type RouteLimit } from './limits.table.js';

const THIS_MACHINE = /^(::1|(::ffff:)?127\.\d+\.\d+\.\d+)$/;

/** True where the limit does not hold for this caller. */
export const isSpared = ({ sparesThisMachine }: RouteLimit, request: RequestWithActor): boolean =>
  sparesThisMachine === true && THIS_MACHINE.test(request.ip ?? '');

/** Whose call it is. An account that is not there yet is counted by its address. */
export function keyOf({ by }: RouteLimit, request: RequestWithActor): string {
  const address = request.ip ?? 'unknown';
  if (by === 'address') return address;
  if (by === 'account') return request.actor?.accountId ?? address;
  return by === 'email' ? emailKey(request) : `${emailKey(request)} ${address}`;
}

/** Limits are kept where people may look at them: the address itself does not go there. */
function emailKey({ body }: RequestWithActor): string {
  const { email } = (typeof body === 'object' && body !== null ? body : {}) as { email?: unknown };
  const text = typeof email === 'string' ? email.trim().toLowerCase() : '';
  return createHash('sha256').update(text).digest('base64url');
}
