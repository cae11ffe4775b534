import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { DomainError } from '#contracts/domain-error.js';
import { type Page } from '#contracts/pages.js';
import {
  type FigureDefinition,
  type FigureRecord,
  type FigureRecordsQuery,
  type FigureView,
  type StatisticsQuery,
  type StatisticsView,
} from '#contracts/statistics.js';
import { encodeCursor } from '#platform/database/keyset.js';
import { isWithin } from '#vocabulary/regions.js';
import { type Actor } from '../access/actor.js';
import { readCursor } from '#platform/database/keyset-page.js';
import { type FigureFilter, FigureQuery, type Statement } from './figure-query.js';
import { definitionOf, type Figure, FIGURE_KEYS, FIGURES } from './figures.js';
import { daysOf, periodOf } from './period.rules.js';
import { titlesOf } from './record-titles.js';

type Asked = Pick<StatisticsQuery, 'region' | 'field' | 'from' | 'to'>;
interface Row {
  bucket: string | null;
  value: string | null;
}

const numberOf = (value: string | null | undefined): number | null =>
  value === null || value === undefined ? null : Number(value);

/**
 * The platform's figures. Each is counted from the histories at the moment it is asked for, so a past day gives what
 * that day gave, and every figure is the number, or the middle, of the records that its drill-down lists.
 */
@Injectable()
export class StatisticsService {
  constructor(private readonly dataSource: DataSource) {}

  definitions(): FigureDefinition[] {
    return Object.entries(FIGURES).map(([key, figure]) => definitionOf(key, figure));
  }

  /** @throws DomainError `not_found` for a figure that is none, `not_signed_in`, `not_allowed` for another's region. */
  async read(actor: Actor | null, { figures, by, ...asked }: StatisticsQuery): Promise<StatisticsView> {
    const keys =
      figures?.split(',').map((key) => key.trim()) ?? FIGURE_KEYS.filter((key) => isOpenTo(actor, key));
    const { from, to, region, field } = filterOf(asked);
    const views: FigureView[] = [];
    for (const key of keys) {
      views.push(
        await this.figure(key, figureFor(actor, key, asked), actor, { from, to, region, field }, by),
      );
    }
    return { from, to, region, field, by, figures: views };
  }

  /** What a figure counts, newest first. @throws as `read` does. */
  async records(
    actor: Actor | null,
    key: string,
    { cursor, limit, ...asked }: FigureRecordsQuery,
  ): Promise<Page<FigureRecord>> {
    const figure = figureFor(actor, key, asked);
    const after = cursor === undefined ? null : readCursor(cursor);
    if (after && !(after.value instanceof Date))
      throw new DomainError('malformed_cursor', 'The cursor is of another list.');
    const place = after && { at: after.value as Date, id: after.id };
    const rows = await this.run<Omit<FigureRecord, 'kind' | 'title' | 'at'> & { at: Date }>(
      new FigureQuery(figure, actor, filterOf(asked)).records(place, limit + 1),
    );
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    const { kind } = figure.rows;
    const titles = await titlesOf(
      this.dataSource.manager,
      actor,
      kind,
      page.map(({ id }) => id),
    );
    return {
      items: page.map(({ id, at, ...row }) => ({
        kind,
        id,
        title: titles.get(id) ?? null,
        ...row,
        at: at.toISOString(),
      })),
      nextCursor:
        rows.length > limit && last ? encodeCursor({ value: last.at.toISOString(), id: last.id }) : null,
    };
  }

  private async figure(
    key: string,
    figure: Figure,
    actor: Actor | null,
    filter: FigureFilter,
    by: StatisticsQuery['by'],
  ): Promise<FigureView> {
    const query = () => new FigureQuery(figure, actor, filter);
    const [total] = await this.run<Row>(query().total());
    const view = { key, total: numberOf(total?.value) };
    if (by === 'none') return { ...view, rows: [] };
    if (by === 'day') return { ...view, rows: await this.days(figure, query, filter) };
    const rows = await this.run<Row>(by === 'region' ? query().byRegion() : query().byField());
    return { ...view, rows: rows.map(({ bucket, value }) => ({ bucket, value: numberOf(value) })) };
  }

  /** Every day of the period, those on which nothing happened among them. */
  private async days(
    figure: Figure,
    query: () => FigureQuery,
    filter: FigureFilter,
  ): Promise<FigureView['rows']> {
    const rows = await this.run<Row>(query().byDay());
    const values = new Map(rows.map(({ bucket, value }) => [bucket, numberOf(value)]));
    if (figure.measure === 'flow') {
      const none = figure.aggregate === 'count' ? 0 : null;
      return daysOf(filter).map((day) => ({ bucket: day, value: values.get(day) ?? none }));
    }
    const [opening] = await this.run<Row>(query().opening());
    let standing = numberOf(opening?.value) ?? 0;
    return daysOf(filter).map((day) => {
      standing += values.get(day) ?? 0;
      return { bucket: day, value: standing };
    });
  }

  private run<T>({ text, values }: Statement): Promise<T[]> {
    return this.dataSource.query<T[]>(text, values);
  }
}

const isOpenTo = (actor: Actor | null, key: string): boolean =>
  actor !== null || FIGURES[key]?.audience === 'everyone';

function figureFor(actor: Actor | null, key: string, { region }: Asked): Figure {
  const figure = Object.hasOwn(FIGURES, key) ? FIGURES[key] : undefined;
  if (!figure) {
    throw new DomainError('not_found', `There is no figure ${key}: see /api/v1/statistics/definitions.`, [
      { field: 'figures', code: 'unknown_code', message: `"${key.slice(0, 40)}" is no figure` },
    ]);
  }
  if (!isOpenTo(actor, key)) {
    throw new DomainError('not_signed_in', `The figure ${key} counts what you may read: sign in.`);
  }
  const isForeign =
    actor?.role === 'administrator' && region !== undefined && !isWithin(region, actor.regionCode);
  // A zero would look like an answer.
  if (figure.audience === 'scope' && isForeign) {
    throw new DomainError('not_allowed', `The figure ${key} is open to you for your own region only.`, [
      { field: 'region', code: 'not_allowed', message: 'must be your region or one under it' },
    ]);
  }
  return figure;
}

const filterOf = ({ region, field, from, to }: Asked): FigureFilter => ({
  ...periodOf({ from, to }, new Date()),
  region: region ?? null,
  field: field ?? null,
});
