import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { type SearchKind, SEARCH_KINDS } from '#contracts/search.js';
import { addToOutbox } from '#platform/database/outbox.js';
import { nextRevisions } from '#platform/database/revision.js';
import { Organisation } from '../organisations/organisation.entity.js';
import { tableOfRecords } from './index-sources.js';

/** Records that get a revision at once: whoever publishes meanwhile waits for no more than these. */
const AT_ONCE = 500;

/** Lets the index follow the new name of an organisation, by which its records are found. */
@Injectable()
export class OwnerNames {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * Gives every published record that is older than its owner's name a new revision. What was scored stays scored, for
   * no score depends on the name. A second run finds nothing to do.
   */
  async follow(organisationId: string): Promise<void> {
    for (const kind of SEARCH_KINDS) {
      let raised: number;
      do raised = await this.raise(kind, organisationId);
      while (raised === AT_ONCE);
    }
  }

  private raise(kind: SearchKind, organisationId: string): Promise<number> {
    const table = tableOfRecords(kind);
    return this.dataSource.transaction(async (manager) => {
      const organisation = await manager.findOneBy(Organisation, { id: organisationId });
      const rows = await manager.query<{ id: string }[]>(
        `SELECT id FROM ${table} WHERE organisation_id = $1 AND state = 'published' AND revision < $2
          ORDER BY id LIMIT ${AT_ONCE} FOR UPDATE`,
        [organisationId, organisation?.namedRevision ?? '0'],
      );
      if (rows.length === 0) return 0;
      await addToOutbox(manager, 'search.follow', [{ kind }]);
      await manager.query(
        `UPDATE ${table} AS record
            SET revision = given.revision,
                matched_revision = CASE WHEN record.matched_revision = record.revision THEN given.revision
                                        ELSE record.matched_revision END
           FROM unnest($1::uuid[], $2::bigint[]) AS given(id, revision) WHERE record.id = given.id`,
        [rows.map(({ id }) => id), await nextRevisions(manager, rows.length)],
      );
      return rows.length;
    });
  }
}
