import { Injectable, Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { DomainError } from '#contracts/domain-error.js';
import {
  type FoundAchievement,
  type FoundNeed,
  type SearchAchievementsQuery,
  type SearchAnswer,
  type SearchKind,
  type SearchNeedsQuery,
  type Suggestions,
  type SuggestQuery,
} from '#contracts/search.js';
import {
  type Audience,
  type EngineAnswer,
  type EngineQuery,
  type QueryText,
  SearchEngine,
  SearchUnavailableError,
  UnknownPlaceError,
} from '#platform/search/search.port.js';
import { WaitedTooLongError, WaitingLine } from '#platform/process/waiting-line.js';
import { type Actor } from '../access/actor.js';
import { Achievement } from '../achievements/achievement.entity.js';
import { needView } from '../needs/need-view.js';
import { Need } from '../needs/need.entity.js';
import { filtersOf, orderOf } from './engine-query.js';
import { foundAchievement, foundNeed, SHOWN_OF_ACHIEVEMENT } from './found-records.js';
import { highlightRanges, type Marks, marksOf, wordsLacking } from './highlights.js';
import { loadPublished } from './load-published.js';
import { parseQuery, relaxations } from './parse-query.js';
import { decodeSearchCursor, encodeSearchCursor, malformedCursor } from './search-cursor.js';
import { SpellingService } from './spelling.service.js';

/** Whoever waited so long for an answer has gone, or had better ask again later. */
const LONGEST_WAIT_MILLISECONDS = 10_000;

type AnyQuery = SearchAchievementsQuery | SearchNeedsQuery;

/** One way to read a query. */
interface Reading {
  text: QueryText;
  /** The other spelling that this is. */
  corrected: string | null;
}

/** What an engine found, and by which reading of the query. */
interface Finding extends Reading {
  answer: EngineAnswer;
  step: number;
}

/** The records of a page as the caller reads them, and all that the first of them says. */
interface Page<T> {
  items: T[];
  firstText: () => string;
}

export const audienceOf = (actor: Actor | null): Audience => ({
  organisationId: actor?.organisationId ?? null,
});

/**
 * Answers searches. Who asks is part of what the engine is asked; what it finds is read from the records themselves,
 * so that an index that is a moment behind shows nothing that is not published any more.
 */
@Injectable()
export class SearchService {
  private readonly logger = new Logger(SearchService.name);
  /**
   * A search asks its engine and the database several times. Without a line it would queue anew for each, behind those
   * that came later, and the slowest would take twice as long.
   */
  private readonly line: WaitingLine;

  constructor(
    private readonly dataSource: DataSource,
    private readonly engine: SearchEngine,
    private readonly spelling: SpellingService,
  ) {
    this.line = new WaitingLine(engine.searchesAtOnce, LONGEST_WAIT_MILLISECONDS);
  }

  achievements(actor: Actor | null, query: SearchAchievementsQuery): Promise<SearchAnswer<FoundAchievement>> {
    return this.answer('achievement', actor, query, async (ids, marks) => {
      const rows = await loadPublished(this.dataSource, Achievement, ids, SHOWN_OF_ACHIEVEMENT);
      return { items: rows.map((row) => foundAchievement(row, marks)), firstText: () => textOf(rows[0]) };
    });
  }

  needs(actor: Actor | null, query: SearchNeedsQuery): Promise<SearchAnswer<FoundNeed>> {
    return this.answer('need', actor, query, async (ids, marks) => {
      const rows = await loadPublished(this.dataSource, Need, ids);
      return {
        items: rows.map((row) => foundNeed(row, actor, marks)),
        firstText: () => textOf(rows[0] && needView(rows[0], actor)),
      };
    });
  }

  /** Titles that hold what was typed so far, best first. */
  async suggest(actor: Actor | null, { q, kind, limit }: SuggestQuery): Promise<Suggestions> {
    const text = parseQuery(q);
    const marks = marksOf(text);
    const titles = await this.inTurn(async () => {
      const found = await this.engine.suggest(kind, text, audienceOf(actor), limit);
      const ids = found.map(({ recordId }) => recordId);
      return kind === 'achievement'
        ? loadPublished(this.dataSource, Achievement, ids, ['id', 'title'])
        : (await loadPublished(this.dataSource, Need, ids)).map((need) => needView(need, actor));
    });
    return {
      items: titles.map(({ id, title }) => ({
        id,
        kind,
        title,
        highlights: { title: highlightRanges(title, marks) },
      })),
    };
  }

  private async answer<T>(
    kind: SearchKind,
    actor: Actor | null,
    query: AnyQuery,
    read: (ids: readonly string[], marks: Marks) => Promise<Page<T>>,
  ): Promise<SearchAnswer<T>> {
    const order = orderOf(query.sort);
    const cursor = decodeSearchCursor(query.cursor, order);
    const text = parseQuery(query.q);
    const engineQuery: EngineQuery = {
      text,
      filters: filtersOf(query),
      audience: audienceOf(actor),
      facets: [...new Set(query.facets)],
      order,
      after: cursor?.place ?? null,
      limit: query.limit,
    };
    return this.inTurn(async () => {
      const finding = await this.find(kind, engineQuery, cursor?.step);
      const { answer, step, corrected } = finding;
      const last = answer.hits.at(-1);
      // The index may be a moment behind: what was withdrawn since is left out.
      const ids = answer.hits.map(({ recordId }) => recordId);
      const { items, firstText } = await read(ids, marksOf(finding.text));
      return {
        items,
        facets: answer.facets,
        total: answer.total,
        nextCursor: answer.more && last ? encodeSearchCursor({ order, step, place: last.place }) : null,
        leftOut: step > 0 ? wordsLacking(text.words, firstText()) : [],
        didYouMean: corrected,
      };
    });
  }

  /**
   * Asks for the whole query, then for its telling words; where nothing holds them, for another spelling of it, and at
   * last for any of its words. A later page stays at the step of the first.
   */
  private async find(kind: SearchKind, query: EngineQuery, given?: number): Promise<Finding> {
    const steps = this.stepsOf(kind, query);
    let found: Finding | null = null;
    for (let step = Math.min(given ?? 0, steps.length - 1); step < steps.length; step += 1) {
      const reading = await steps[step]!();
      if (!reading) continue;
      const answer = await this.engine.search(kind, { ...query, text: reading.text });
      if (answer.total > 0 || !found) found = { ...reading, answer, step };
      if (answer.total > 0 || given !== undefined) break;
    }
    return found ?? this.find(kind, query, 0);
  }

  /** The ways to read a query, in the order in which they are tried; null where there is none after all. */
  private stepsOf(kind: SearchKind, query: EngineQuery): (() => Promise<Reading | null>)[] {
    const steps = relaxations(query.text, this.engine.cutsTexts);
    const asIs = (one: QueryText) => () => Promise.resolve({ text: one, corrected: null });
    return [
      ...steps.filter(({ isLoose }) => !isLoose).map(asIs),
      () => this.mended(kind, query),
      ...steps.filter(({ isLoose }) => isLoose).map(asIs),
    ];
  }

  /** The first other spelling that finds something; what was asked for beside the words stays. */
  private async mended(kind: SearchKind, query: EngineQuery): Promise<Reading | null> {
    for (const corrected of await this.spelling.correct(query.text)) {
      const { words, phrases, asWritten, whole } = parseQuery(corrected);
      const kept = query.text.asWritten ? query.text.phrases : phrases;
      const text = { ...query.text, words, asWritten, whole, phrases: kept };
      const look = { ...query, text, facets: [], after: null, limit: 1 };
      if ((await this.engine.search(kind, look)).total > 0) return { text, corrected };
    }
    return null;
  }

  private async inTurn<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await this.line.run(work);
    } catch (error) {
      if (error instanceof UnknownPlaceError) throw malformedCursor();
      if (!(error instanceof SearchUnavailableError || error instanceof WaitedTooLongError)) throw error;
      this.logger.error(`${this.engine.name} does not answer: ${error.message}`);
      throw new DomainError('search_unavailable', 'The search does not answer just now: try again shortly.');
    }
  }
}

const textOf = (record?: { title: string; description: string; keywords: string[] }) =>
  record ? [record.title, ...record.keywords, record.description].join('\n') : '';
