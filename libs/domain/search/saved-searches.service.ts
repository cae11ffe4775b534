import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { DomainError } from '#contracts/domain-error.js';
import { type Page, type PageQuery } from '#contracts/pages.js';
import { type SavedSearchView, type SaveSearch } from '#contracts/search.js';
import { type EngineQuery, SearchEngine, type SearchPlace } from '#platform/search/search.port.js';
import { Account } from '../accounts/account.entity.js';
import { type Actor } from '../access/actor.js';
import { writeNotifications } from '../notifications/write-notifications.js';
import { keysetPage } from '#platform/database/keyset-page.js';
import { filtersOf } from './engine-query.js';
import { IndexCursor } from './index-cursor.entity.js';
import { parseQuery } from './parse-query.js';
import { SavedSearch, SavedSearchFind } from './saved-search.entity.js';
import { savedSearchText } from './saved-search-text.js';
import { foundTitles } from './found-titles.js';

/** Searches that one account may keep. */
const MOST = 50;
/** Records that are asked for at once. */
const PAGE = 100;

/** Searches that accounts keep, and what they are told because of them. */
@Injectable()
export class SavedSearchesService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly engine: SearchEngine,
  ) {}

  async save(actor: Actor, { kind, name, query }: SaveSearch): Promise<SavedSearchView> {
    return this.dataSource.transaction(async (manager) => {
      // Holding the account keeps two requests from both being the last one allowed.
      await manager.findOneOrFail(Account, {
        where: { id: actor.accountId },
        lock: { mode: 'pessimistic_write' },
      });
      const kept = await manager.countBy(SavedSearch, { accountId: actor.accountId });
      if (kept >= MOST) {
        throw new DomainError('not_allowed', `You keep ${MOST} searches already: delete one first.`);
      }
      const saved = await manager.save(
        SavedSearch,
        manager.create(SavedSearch, { accountId: actor.accountId, kind, name, query }),
      );
      return savedSearchView(saved);
    });
  }

  /** The actor's own, newest first. */
  async list(actor: Actor, page: PageQuery): Promise<Page<SavedSearchView>> {
    const builder = this.dataSource.manager
      .createQueryBuilder(SavedSearch, 'search')
      .where('search.accountId = :account', { account: actor.accountId });
    const { items, nextCursor } = await keysetPage(builder, page, 'search.createdAt', (row) => row.createdAt);
    return { items: items.map(savedSearchView), nextCursor };
  }

  /** @throws DomainError `not_found` where it is not the actor's. */
  async remove(actor: Actor, id: string): Promise<void> {
    const { affected } = await this.dataSource.manager.delete(SavedSearch, {
      id,
      accountId: actor.accountId,
    });
    if (!affected) throw new DomainError('not_found', 'There is no such saved search.');
  }

  /** Tells the account of every record that fits, was published after the search was saved, and is news to it. */
  async run(id: string): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      const saved = await manager.findOne(SavedSearch, {
        where: { id },
        lock: { mode: 'pessimistic_write' },
      });
      if (!saved) return;
      const account = await manager.findOneOrFail(Account, {
        where: { id: saved.accountId },
        relations: { organisation: true },
      });
      // The index holds everything up to here, so the next run need not look at it again.
      const cursor = await manager.findOneBy(IndexCursor, { kind: saved.kind });
      const news = await this.news(manager, saved, account.organisationId);
      if (BigInt(cursor?.revision ?? 0) > BigInt(saved.seenRevision)) {
        await manager.update(SavedSearch, { id }, { seenRevision: cursor?.revision });
      }
      const titles = await foundTitles(manager, saved.kind, news, account.organisationId);
      if (titles.length === 0) return;
      await writeNotifications(manager, [
        {
          accountId: account.id,
          kind: 'saved_search',
          savedSearchId: id,
          ...savedSearchText(saved, titles, account.locale),
        },
      ]);
    });
  }

  /** The records that fit and that the account was not told of yet; they are noted as told. */
  private async news(manager: EntityManager, saved: SavedSearch, organisationId: string): Promise<string[]> {
    const query = newsQuery(saved, organisationId);
    const news: string[] = [];
    for (let after: SearchPlace | null = null; ;) {
      const { hits, more } = await this.engine.search(saved.kind, { ...query, after });
      if (hits.length === 0) return news;
      const inserted = await manager
        .createQueryBuilder()
        .insert()
        .into(SavedSearchFind)
        .values(hits.map(({ recordId }) => ({ savedSearchId: saved.id, recordId })))
        .orIgnore()
        .returning(['recordId'])
        .execute();
      news.push(...(inserted.raw as { record_id: string }[]).map(({ record_id }) => record_id));
      after = hits.at(-1)?.place ?? null;
      if (!more) return news;
    }
  }
}

function newsQuery({ query, createdAt, seenRevision }: SavedSearch, organisationId: string): EngineQuery {
  const filters = filtersOf(query);
  return {
    text: parseQuery(query.q),
    filters: {
      ...filters,
      publishedFrom: Math.max(filters.publishedFrom ?? 0, createdAt.getTime()),
      changedAfter: Number(seenRevision),
    },
    audience: { organisationId },
    facets: [],
    order: 'newest',
    after: null,
    limit: PAGE,
  };
}

function savedSearchView({ id, kind, name, query, createdAt }: SavedSearch): SavedSearchView {
  return { id, kind, name, query: { ...query }, createdAt: createdAt.toISOString() };
}
