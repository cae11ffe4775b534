import { createHash, createHmac, randomBytes } from 'node:crypto';
import { type AuditEntry } from './audit-entry.entity.js';

/** Stands where the person behind a personal value is not known. */
export const NOBODY = '00000000-0000-0000-0000-000000000000';

/** What an entry holds in the place of a personal value: whose it is, and a hash that says nothing without the salt. */
export interface Commitment {
  $personal: { of: string; commitment: string };
}

export type AuditFields = Record<string, unknown>;

export interface AuditContext {
  via: 'http' | 'job' | 'command' | 'process';
  requestId?: string;
  /** Name of the job, or the command line. */
  name?: string;
  ip?: Commitment;
  userAgent?: Commitment;
}

export type PersonalValues = Record<string, { salt: string; value: string }>;

export const isCommitment = (value: unknown): value is Commitment =>
  typeof value === 'object' && value !== null && '$personal' in value;

const commitmentOf = (salt: string, value: string): string =>
  createHmac('sha256', Buffer.from(salt, 'hex')).update(value).digest('hex');

/** A commitment to the value, and what must be kept beside the entry for as long as the value may be known. */
export function commit(of: string, value: unknown): { commitment: Commitment; kept: PersonalValues[string] } {
  const salt = randomBytes(16).toString('hex');
  const kept = { salt, value: typeof value === 'string' ? value : JSON.stringify(value) };
  return { commitment: { $personal: { of, commitment: commitmentOf(salt, kept.value) } }, kept };
}

export const keepsCommitment = (
  { $personal }: Commitment,
  { salt, value }: PersonalValues[string],
): boolean => commitmentOf(salt, value) === $personal.commitment;

/** JSON with the keys of every object in order: the same value gives the same text, whoever wrote or read it. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([one], [other]) => (one < other ? -1 : 1)))
      : part,
  );
}

/** As JSON keeps it: dates as text. */
const asJson = (fields: object): AuditFields => JSON.parse(JSON.stringify(fields)) as AuditFields;

const isNothing = (value: unknown): boolean =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);

/**
 * Of two pictures of the same thing, the fields that differ. Where there is one picture only, its fields that say
 * something: an empty text, an empty list and null are what a thing has before anybody wrote anything.
 */
export function changedFields(
  before: object | null,
  after: object | null,
): { before: AuditFields | null; after: AuditFields | null } {
  const was = before as AuditFields | null;
  const is = after as AuditFields | null;
  const differs = (name: string) =>
    was && is ? !isSame(was[name], is[name]) : !isNothing((was ?? is)?.[name]);
  const names = [...new Set([...Object.keys(was ?? {}), ...Object.keys(is ?? {})])].filter(differs);
  const pick = (picture: AuditFields | null) =>
    picture && asJson(Object.fromEntries(names.map((name) => [name, picture[name] ?? null])));
  return { before: pick(was), after: pick(is) };
}

const isSame = (one: unknown, other: unknown): boolean =>
  one === other || canonicalJson(one ?? null) === canonicalJson(other ?? null);

/** What the chain is made over. A column that comes later gets a list of its own, or no old entry would verify. */
const SEALED = [
  'id',
  'at',
  'accountId',
  'role',
  'actingFor',
  'action',
  'subjectKind',
  'subjectId',
  'before',
  'after',
  'context',
  'organisationIds',
  'regionCodes',
  'confidentialTo',
] as const satisfies readonly (keyof AuditEntry)[];
export type SealedEntry = Pick<AuditEntry, (typeof SEALED)[number]>;

/** Every commitment in an entry by its place: `before.email`, `context.ip`. */
export function commitmentsOf({
  before,
  after,
  context,
}: Pick<AuditEntry, 'before' | 'after' | 'context'>): Map<string, Commitment> {
  const found = new Map<string, Commitment>();
  for (const [side, fields] of Object.entries({ before, after, context })) {
    for (const [name, value] of Object.entries(fields ?? {})) {
      if (isCommitment(value)) found.set(`${side}.${name}`, value);
    }
  }
  return found;
}

/** The hash before the first entry. */
export const GENESIS = '0'.repeat(64);

/** The hash at `position`, over the hash before it and the whole entry. */
export function sealHash(previous: string, position: number, entry: SealedEntry): string {
  const text = canonicalJson([previous, position, SEALED.map((field) => entry[field])]);
  return createHash('sha256').update(text).digest('hex');
}
