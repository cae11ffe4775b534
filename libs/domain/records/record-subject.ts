import { type Subject } from '../access/access.rules.js';
import { type PublishedRecord, type RecordState } from './published-record.entity.js';

export type RecordKind = 'achievement' | 'need';
export type StatefulRecord = PublishedRecord & { state: RecordState };

/** What the table of permissions asks of a record; `organisation` must be loaded. */
export const subjectOf = ({ organisationId, organisation, state }: StatefulRecord): Subject => ({
  state,
  owners: [{ organisationId, regionCode: organisation?.regionCode ?? '' }],
});
