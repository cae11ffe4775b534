import { createHash } from 'node:crypto';
import { type KeyCreation, Meilisearch, MeilisearchApiError } from 'meilisearch';
import { unwrapped } from './http-client.js';

/** What each side of the platform may do, and nothing else. */
export const RIGHTS = {
  search: ['search'],
  index: ['documents.*', 'indexes.*', 'settings.*', 'tasks.get', 'stats.get'],
} as const;
export type KeyPurpose = keyof typeof RIGHTS;

/** What the kinds of processes need: a worker indexes, and runs the searches that people keep. */
export const PROCESS_RIGHTS = { api: RIGHTS.search, worker: [...RIGHTS.search, ...RIGHTS.index] } as const;
export type ProcessKind = keyof typeof PROCESS_RIGHTS;

/** A UUID that is the same for the same rights, so that every process finds the key that the first one made. */
function uidOf(purpose: string, actions: readonly string[], indexes: string): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([purpose, actions, indexes]))
    .digest('hex');
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-4${hash.slice(13, 16)}-8${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
}

function codeOf(error: unknown): string | undefined {
  const said = unwrapped(error);
  return said instanceof MeilisearchApiError ? said.cause?.code : undefined;
}

/**
 * A key for one purpose on the indexes of this installation, made with the given key where that may make keys.
 * @returns null where it may not: it is then a key of few rights itself, and used as it is.
 */
export async function keyFor(
  admin: Meilisearch,
  purpose: KeyPurpose | ProcessKind,
  actions: readonly string[],
  indexes: string,
): Promise<string | null> {
  const uid = uidOf(purpose, actions, indexes);
  try {
    return (await admin.getKey(uid)).key;
  } catch (error) {
    if (codeOf(error) === 'invalid_api_key' || codeOf(error) === 'missing_authorization_header') return null;
    if (codeOf(error) !== 'api_key_not_found') throw error;
  }
  const wanted: KeyCreation = {
    uid,
    name: `Duijie ${purpose}`,
    description: `Made by Duijie for ${indexes}`,
    actions: [...actions],
    indexes: [indexes],
    expiresAt: null,
  };
  try {
    return (await admin.createKey(wanted)).key;
  } catch (error) {
    // Another process was quicker.
    if (codeOf(error) === 'api_key_already_exists') return (await admin.getKey(uid)).key;
    throw error;
  }
}

/**
 * A key for each kind of process, made with a key that may make keys.
 * @returns null where the given key may not.
 */
export async function makeProcessKeys(
  host: string,
  apiKey: string,
  prefix: string,
): Promise<Record<ProcessKind, string> | null> {
  const admin = new Meilisearch({ host, apiKey });
  const make = (kind: ProcessKind) => keyFor(admin, kind, PROCESS_RIGHTS[kind], `${prefix}_*`);
  const [api, worker] = [await make('api'), await make('worker')];
  return api && worker ? { api, worker } : null;
}
