import { type EntityManager } from 'typeorm';
import { type NeedStage } from '#contracts/needs.js';
import { insertRows } from '#platform/database/insert-rows.js';
import { type Actor } from '../access/actor.js';
import { type PublishedRecord, type RecordState } from './published-record.entity.js';
import { RecordEvent, type StepDetails } from './record-event.entity.js';

export interface StepReason {
  /** Coded. */
  reason?: string | null;
  note?: string | null;
  details?: StepDetails | null;
}

export interface RecordStep extends StepReason {
  kind: RecordEvent['kind'];
  /** As it is after the step, with `organisation` loaded. */
  record: PublishedRecord & { state: RecordState; tier?: string; stage?: NeedStage | null };
  action: string;
  /** Null where the record begins. */
  from: RecordState | null;
  actor: Actor | null;
}

/**
 * Writes down a step of a record's life, in the caller's transaction. `RecordsService` does it for every step that goes
 * through it; whoever changes a record's state, fields, tier or owner in another way must call it too, or the figures
 * do not know.
 */
export async function recordStep(
  manager: EntityManager,
  steps: RecordStep | readonly RecordStep[],
): Promise<void> {
  const list = Array.isArray(steps) ? (steps as readonly RecordStep[]) : [steps as RecordStep];
  if (list.length === 0) return;
  await insertRows(
    manager,
    RecordEvent,
    list.map(({ kind, record, action, from, actor, reason, note, details }) => ({
      kind,
      recordId: record.id,
      action,
      fromState: from,
      toState: record.state,
      accountId: actor?.accountId ?? null,
      role: actor?.role ?? null,
      actingFor: actor?.organisationId ?? null,
      reason: reason ?? null,
      note: note ?? null,
      stage: record.stage ?? null,
      details: details ?? null,
      organisationId: record.organisationId,
      regionCode: record.organisation.regionCode,
      fieldCodes: record.fieldCodes,
      curated: record.tier === 'curated',
    })),
  );
}
