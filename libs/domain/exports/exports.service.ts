import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { randomUUID } from 'node:crypto';
import { type z } from 'zod';
import { EXPORT_LISTS, type ExportFormat, type ExportList } from '#contracts/exports.js';
import { type Page } from '#contracts/pages.js';
import { encodeTable, type WrittenColumn } from '#platform/tables/write-table.js';
import { type Actor } from '../access/actor.js';
import { achievementView } from '../achievements/achievement-view.js';
import { AchievementsService } from '../achievements/achievements.service.js';
import { recordAudit } from '../audit/record-audit.js';
import { MatchesService } from '../matches/matches.service.js';
import { needView } from '../needs/need-view.js';
import { NeedsService } from '../needs/needs.service.js';
import { SearchService } from '../search/search.service.js';
import {
  achievementColumns,
  foundAchievementColumns,
  foundNeedColumns,
  matchColumns,
  needColumns,
} from './record-columns.js';

/** Rows that are read at once; more than a page of a list, for nobody looks at them one by one. */
const ROWS_AT_ONCE = 500;
/** A search marks words in every text it answers. */
const FOUND_AT_ONCE = 100;

type Filters<L extends ExportList> = z.infer<(typeof EXPORT_LISTS)[L]>;
type ReadPage<Row> = (cursor: string | undefined) => Promise<Page<Row>>;

/** Lists as files. A list is read page by page through the service that answers it, so who may see what is decided there. */
@Injectable()
export class ExportsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly achievements: AchievementsService,
    private readonly needs: NeedsService,
    private readonly matches: MatchesService,
    private readonly search: SearchService,
  ) {}

  /** The file, piece by piece. That it was asked for is written down before anything of it is read. */
  async *export<L extends ExportList>(
    actor: Actor,
    list: L,
    format: ExportFormat,
    filters: Filters<L>,
  ): AsyncGenerator<Buffer> {
    await recordAudit(this.dataSource.manager, {
      actor,
      action: 'export.create',
      subject: { kind: 'export', id: randomUUID() },
      after: { list, format, filters },
    });
    yield* this.writers[list](actor, format, filters as never);
  }

  private readonly writers: {
    [L in ExportList]: (actor: Actor, format: ExportFormat, filters: Filters<L>) => AsyncGenerator<Buffer>;
  } = {
    achievements: (actor, format, filters) =>
      writePages(format, achievementColumns(actor.locale), async (cursor) => {
        const page = await this.achievements.list(actor, { ...filters, cursor, limit: ROWS_AT_ONCE });
        return { ...page, items: page.items.map((row) => achievementView(row, actor)) };
      }),
    needs: (actor, format, filters) =>
      writePages(format, needColumns(actor.locale), async (cursor) => {
        const page = await this.needs.list(actor, { ...filters, cursor, limit: ROWS_AT_ONCE });
        return { ...page, items: page.items.map((row) => needView(row, actor)) };
      }),
    matches: (actor, format, filters) =>
      writePages(format, matchColumns(actor.locale), (cursor) =>
        this.matches.list(actor, { ...filters, cursor, limit: ROWS_AT_ONCE }),
      ),
    'found-achievements': (actor, format, filters) =>
      writePages(format, foundAchievementColumns(actor.locale), (cursor) =>
        this.search.achievements(actor, { ...filters, facets: [], cursor, limit: FOUND_AT_ONCE }),
      ),
    'found-needs': (actor, format, filters) =>
      writePages(format, foundNeedColumns(actor.locale), (cursor) =>
        this.search.needs(actor, { ...filters, facets: [], cursor, limit: FOUND_AT_ONCE }),
      ),
  };
}

function writePages<Row>(
  format: ExportFormat,
  columns: readonly WrittenColumn<Row>[],
  read: ReadPage<Row>,
): AsyncGenerator<Buffer> {
  return encodeTable(format, columns, everyRow(read));
}

async function* everyRow<Row>(read: ReadPage<Row>): AsyncGenerator<Row> {
  let cursor: string | undefined;
  do {
    const { items, nextCursor } = await read(cursor);
    yield* items;
    cursor = nextCursor ?? undefined;
  } while (cursor !== undefined);
}
