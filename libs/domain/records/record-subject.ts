import { type Subject } from '../access/access.rules.js';
import { type PublishedRecord, type RecordState } from './published-record.entity.js';

export type RecordKind = 'achievement' | 'need';
export type StatefulRecord = PublishedRecord & { state: RecordState };

/** What a need says beside: who works on it, and to whom its owner has opened it. */
interface Opened {
  assigneeOrganisationId?: string | null;
  disclosedTo?: readonly string[];
}

/** What the table of permissions asks of a record; `organisation` must be loaded where a region is asked. */
export const subjectOf = (record: StatefulRecord & Opened): Subject => ({
  state: record.state,
  owners: [{ organisationId: record.organisationId, regionCode: record.organisation?.regionCode ?? '' }],
  assignees: record.assigneeOrganisationId ? [record.assigneeOrganisationId] : [],
  disclosedTo: record.disclosedTo,
});
