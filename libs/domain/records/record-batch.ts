import { type EntityManager, type EntityMetadata, type EntityTarget } from 'typeorm';
import { randomUUID } from 'node:crypto';
import { DomainError } from '#contracts/domain-error.js';
import { insertRows } from '#platform/database/insert-rows.js';
import { nextRevisions } from '#platform/database/revision.js';
import { assertMay, stateAfter } from '../access/access.rules.js';
import { type Actor } from '../access/actor.js';
import { ruleOf } from '../access/permissions.js';
import { Organisation } from '../organisations/organisation.entity.js';
import { type RecordState } from './published-record.entity.js';
import { recordPicture, type RecordPicture } from './record-picture.js';
import { type RecordKind, type StatefulRecord, subjectOf } from './record-subject.js';
import { type Edit, type WrittenStep, type WrittenText } from './written-steps.js';

/** How far a batch takes the records that are not published yet. */
export type BatchStep = 'keep' | 'submit' | 'publish';

/** One record of a batch: found again by its external key, or by its id where it has none. */
export interface BatchRow<Body> {
  body: Body;
  recordId?: string;
}

export type BatchOutcome =
  | { result: 'created' | 'updated' | 'unchanged'; recordId: string; error?: undefined }
  | { result: 'refused'; error: DomainError };

export interface BatchOptions {
  step: BatchStep;
  /** Tells what would come of it, and writes nothing. */
  dryRun: boolean;
}

/** What of a kind of record a batch needs; its service gives it. */
export interface BatchTools<E extends StatefulRecord, Body> {
  entity: EntityTarget<E>;
  kind: RecordKind;
  edit: (record: E, body: Body) => Edit;
  enter: (record: E, state: E['state']) => void;
  writeDown: (steps: readonly WrittenStep<E>[]) => Promise<void>;
  keepVersions: (texts: readonly WrittenText<E>[]) => Promise<void>;
  queueIndexing: () => Promise<void>;
}

interface PlannedRecord<E> {
  record: E;
  outcome: BatchOutcome;
  steps: WrittenStep<E>[];
  text: WrittenText<E> | null;
  inLibrary: boolean;
}

/** The edit that makes a record of nothing. */
export const wholeEdit = (body: object): Edit => ({ fields: Object.keys(body), applied: true });

/**
 * Creates and changes many records of the actor's organisation in the caller's transaction, by the rules that hold for
 * one and with a handful of statements for all. What a rule refuses is told of in its row's outcome, and the rest goes
 * on. It ends with drawing revisions, so nothing slow should follow before the commit.
 */
export async function putBatch<E extends StatefulRecord, Body extends { externalKey?: string | null }>(
  manager: EntityManager,
  actor: Actor,
  tools: BatchTools<E, Body>,
  rows: readonly BatchRow<Body>[],
  { step, dryRun }: BatchOptions,
): Promise<BatchOutcome[]> {
  const { kind } = tools;
  const organisation = await manager.findOneByOrFail(Organisation, { id: actor.organisationId });
  assertMay(actor, `${kind}.create`, {
    state: 'draft',
    owners: [{ organisationId: organisation.id, regionCode: organisation.regionCode }],
  });
  const found = await lockExisting(manager, actor, tools.entity, rows, dryRun);
  const metadata = manager.connection.getMetadata(tools.entity);
  const planned = rows.map((row) => {
    const existing = found.get(row.body.externalKey ?? '') ?? found.get(row.recordId ?? '');
    if (existing) existing.organisation = organisation;
    return planRow(
      actor,
      tools,
      row.body,
      existing ?? freshRecord<E>(metadata, organisation),
      !existing,
      step,
    );
  });
  if (!dryRun) await writePlanned(manager, tools, metadata, planned);
  return planned.map(({ outcome }) => outcome);
}

function planRow<E extends StatefulRecord, Body extends object>(
  actor: Actor,
  { kind, edit, enter }: BatchTools<E, Body>,
  body: Body,
  record: E,
  isNew: boolean,
  step: BatchStep,
): PlannedRecord<E> {
  const steps: WrittenStep<E>[] = [];
  const wasPublished = record.state === 'published';
  const take = (action: string, before: RecordPicture | null) => {
    // The record of the moment: a later step must not change what this one says.
    steps.push({ action, before, record: { ...record } });
  };
  let text: Edit | null = null;
  try {
    const before = recordPicture(record);
    if (!isNew) assertMay(actor, `${kind}.edit`, subjectOf(record));
    const done = edit(record, body);
    if (isNew) {
      text = wholeEdit(body);
      take('create', null);
    } else if (done.fields.length > 0) {
      text = done;
      record.version += 1;
      take('edit', before);
    }
    if (step !== 'keep' && mayMoveOn(step, kind, record.state)) {
      assertMay(actor, `${kind}.${step}`, subjectOf(record));
      const standing = recordPicture(record);
      enter(record, stateAfter(`${kind}.${step}`, record.state) as E['state']);
      take(step, standing);
    }
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { record, outcome: { result: 'refused', error }, steps: [], text: null, inLibrary: false };
  }
  const result = isNew ? 'created' : steps.length > 0 ? 'updated' : 'unchanged';
  return {
    record,
    outcome: { result, recordId: record.id },
    steps,
    text: text && { record, edit: text },
    inLibrary: wasPublished ? Boolean(text?.applied) : record.state === 'published',
  };
}

/** What was withdrawn was so on purpose: only somebody who looks at it brings it back. */
const mayMoveOn = (step: 'submit' | 'publish', kind: RecordKind, state: RecordState): boolean =>
  state !== 'withdrawn' && (ruleOf(`${kind}.${step}`).from ?? []).includes(state);

async function lockExisting<E extends StatefulRecord>(
  manager: EntityManager,
  actor: Actor,
  entity: EntityTarget<E>,
  rows: readonly BatchRow<{ externalKey?: string | null }>[],
  dryRun: boolean,
): Promise<Map<string, E>> {
  const builder = manager
    .createQueryBuilder(entity, 'record')
    .where('record.organisationId = :own', { own: actor.organisationId })
    .andWhere('(record.externalKey = ANY(:keys) OR record.id = ANY(:ids))', {
      keys: rows.flatMap(({ body }) => body.externalKey ?? []),
      ids: rows.flatMap(({ recordId }) => recordId ?? []),
    })
    .orderBy('record.id');
  if (!dryRun) builder.setLock('pessimistic_write');
  const records = await builder.getMany();
  return new Map(
    records.flatMap((record) => [
      [record.id, record] as const,
      ...(record.externalKey === null ? [] : [[record.externalKey, record] as const]),
    ]),
  );
}

/** A draft that says nothing yet, with everything that the database would have filled in. */
function freshRecord<E extends StatefulRecord>(
  { columns, target }: EntityMetadata,
  organisation: Organisation,
): E {
  const record = new (target as new () => E)();
  for (const { propertyName, isArray, isNullable, default: initial } of columns) {
    const value = isArray ? [] : isNullable ? null : typeof initial === 'function' ? undefined : initial;
    if (value !== undefined) (record as Record<string, unknown>)[propertyName] = value;
  }
  return Object.assign(record, {
    id: randomUUID(),
    organisationId: organisation.id,
    organisation,
    returnReasons: [],
    state: 'draft',
  });
}

/** Everything else first: while revisions are handed out, nobody else may publish. */
async function writePlanned<E extends StatefulRecord, Body>(
  manager: EntityManager,
  { entity, writeDown, keepVersions, queueIndexing }: BatchTools<E, Body>,
  { columns }: EntityMetadata,
  planned: readonly PlannedRecord<E>[],
): Promise<void> {
  const changed = planned.filter(({ steps }) => steps.length > 0);
  if (changed.length === 0) return;
  await writeDown(changed.flatMap(({ steps }) => steps));
  const told = changed.filter(({ inLibrary }) => inLibrary).map(({ record }) => record);
  if (told.length > 0) {
    await queueIndexing();
    const revisions = await nextRevisions(manager, told.length);
    told.forEach((record, index) => (record.revision = revisions[index]!));
  }
  const now = new Date();
  // A record that was there keeps its day of birth, and a new one gets it from the database.
  await insertRows<StatefulRecord>(
    manager,
    entity,
    changed.map(({ record }) => ({ ...record, createdAt: undefined, updatedAt: now })),
    {
      of: ['id'],
      take: columns
        .map(({ propertyName }) => propertyName as keyof StatefulRecord)
        .filter((name) => name !== 'id' && name !== 'createdAt'),
    },
  );
  await keepVersions(changed.flatMap(({ text }) => text ?? []));
}
