import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { type MatchEventView } from '#contracts/matches.js';
import { type Actor } from '../access/actor.js';
import { isMasked } from '../needs/need-view.js';
import { mayQuote, nameAuthors } from '../records/step-authors.js';
import { MatchEvent } from './match-event.entity.js';
import { MatchesService } from './matches.service.js';

const UNNAMED = { name: null, role: null, organisation: null };

/** Every step of a match, oldest first, with author, time and note. */
@Injectable()
export class MatchHistoryService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly matches: MatchesService,
  ) {}

  /** @throws DomainError `not_found` where the match is not there, or not for this reader. */
  async list(reader: Actor, id: string): Promise<MatchEventView[]> {
    const { need } = await this.matches.find(reader, id);
    const masked = isMasked(reader, need);
    const { manager } = this.dataSource;
    const events = await manager.find(MatchEvent, {
      where: { matchId: id },
      order: { createdAt: 'ASC', id: 'ASC' },
    });
    const authorOf = await nameAuthors(manager, reader, events);
    return events.map((event): MatchEventView => ({
      id: event.id,
      from: event.fromState,
      to: event.toState,
      reason: event.reason,
      note: masked && !mayQuote(event, reader, need) ? null : event.note,
      author: masked && event.actingFor === need.organisationId ? UNNAMED : authorOf(event),
      at: event.createdAt.toISOString(),
    }));
  }
}
