import { type MigrationInterface, type QueryRunner } from 'typeorm';
import { SEARCH_FACETS } from '#contracts/search.js';
import { facetColumn, tableOf } from '../../search/postgres/index-tables.js';

/** What facets are counted by, a column for each. A database of this build has them from the beginning. */
export class FacetColumns1795000000096 implements MigrationInterface {
  name = 'FacetColumns1795000000096';

  async up(runner: QueryRunner): Promise<void> {
    for (const table of [tableOf('achievement'), tableOf('need')]) {
      const columns = SEARCH_FACETS.map(facetColumn);
      await runner.query(
        `ALTER TABLE ${table} ${columns.map((column) => `ADD IF NOT EXISTS ${column} text NOT NULL DEFAULT ''`).join(', ')}`,
      );
      const values = SEARCH_FACETS.map(
        (facet) => `${facetColumn(facet)} = coalesce((SELECT string_agg(split_part(code, ':', 2), ' ')
           FROM unnest(codes) AS code WHERE starts_with(code, '${facet}:')), '')`,
      );
      await runner.query(`UPDATE ${table} SET ${values.join(', ')} WHERE NOT removed`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of [tableOf('achievement'), tableOf('need')]) {
      const columns = SEARCH_FACETS.map(facetColumn);
      await runner.query(`ALTER TABLE ${table} ${columns.map((column) => `DROP ${column}`).join(', ')}`);
    }
  }
}
