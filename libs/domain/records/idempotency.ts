import { createHash } from 'node:crypto';
import { type EntityManager, LessThan } from 'typeorm';
import { DomainError } from '#contracts/domain-error.js';
import { IdempotencyKey } from './idempotency-key.entity.js';

/** A request that is repeated later than this is a new one. */
const KEPT_HOURS = 24;

export interface CreationRequest {
  accountId: string;
  key: string;
  /** The kind of record and the body. */
  content: unknown;
}

/**
 * Claims the key for the record that the caller's transaction is about to create. A twin that runs at the same moment
 * waits here until the first has committed.
 * @returns the id of the record that the key stands for: `recordId`, or the one that was created with it before.
 * @throws DomainError `idempotency_key_reused` where the earlier request asked for something else.
 */
export async function claimKey(
  manager: EntityManager,
  { accountId, key, content }: CreationRequest,
  recordId: string,
): Promise<string> {
  const bodyHash = createHash('sha256').update(JSON.stringify(content)).digest('base64url');
  await manager
    .createQueryBuilder()
    .insert()
    .into(IdempotencyKey)
    .values({ accountId, key, bodyHash, recordId })
    .orIgnore()
    .execute();
  const claimed = await manager.findOneByOrFail(IdempotencyKey, { accountId, key });
  if (claimed.bodyHash === bodyHash) return claimed.recordId;
  throw new DomainError(
    'idempotency_key_reused',
    'This Idempotency-Key came with another body before: use a new key for each new record.',
    [{ field: 'Idempotency-Key', code: 'idempotency_key_reused', message: 'was used for another body' }],
  );
}

/** Forgets keys whose time is over. @returns how many. */
export async function forgetOldKeys(manager: EntityManager): Promise<number> {
  const { affected } = await manager.delete(IdempotencyKey, {
    createdAt: LessThan(new Date(Date.now() - KEPT_HOURS * 60 * 60_000)),
  });
  return affected ?? 0;
}
