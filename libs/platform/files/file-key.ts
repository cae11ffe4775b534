import { randomUUID } from 'node:crypto';

const KEY = /^([0-9a-f]{2})\/\1[0-9a-f]{6}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** A new key: a UUID under its first two digits, so that no folder grows without end. */
export function newFileKey(): string {
  const id = randomUUID();
  return `${id.slice(0, 2)}/${id}`;
}

export const isFileKey = (key: string): boolean => KEY.test(key);

/** Stops whatever is not a key of ours before it can become part of a path. */
export function assertFileKey(key: string): void {
  if (!isFileKey(key)) throw new Error('This is not the key of a stored file.');
}
