import { type EntityManager } from 'typeorm';
import { addToOutbox } from '#platform/database/outbox.js';
import { type Import } from './import.entity.js';

/**
 * Has everything scored that an import has put into the library, in the transaction that ends it, however it ends. While
 * it runs, nothing of it is scored: of many records together that costs a small part of what they cost one by one.
 */
export async function queueMatching(manager: EntityManager, { dryRun }: Import): Promise<void> {
  if (!dryRun) await addToOutbox(manager, 'matching.owed', [{}]);
}
