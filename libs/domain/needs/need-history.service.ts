import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { type NeedEventView } from '#contracts/needs.js';
import { assertMay } from '../access/access.rules.js';
import { type Actor } from '../access/actor.js';
import { RecordEvent } from '../records/record-event.entity.js';
import { subjectOf } from '../records/record-subject.js';
import { mayQuote, nameAuthors } from '../records/step-authors.js';
import { isMasked } from './need-view.js';
import { NeedsService } from './needs.service.js';

/** Whose step it was is what a confidential need keeps to itself, beside its words. */
const UNNAMED = { name: null, role: null, organisation: null };

/** Every step of a need, oldest first, with author, time and note. */
@Injectable()
export class NeedHistoryService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly needs: NeedsService,
  ) {}

  /** @throws DomainError `not_found`, `not_allowed`. */
  async list(reader: Actor, id: string): Promise<NeedEventView[]> {
    const need = await this.needs.get(reader, id);
    assertMay(reader, 'need.readHandling', subjectOf(need));
    const masked = isMasked(reader, need);
    const { manager } = this.dataSource;
    const events = await manager.find(RecordEvent, {
      where: { kind: 'need', recordId: id },
      order: { at: 'ASC', id: 'ASC' },
    });
    const authorOf = await nameAuthors(manager, reader, events);
    return (
      events
        // How often a draft was corrected before anybody else saw it is its owner's business.
        .filter(({ toState }) => toState !== 'draft' || need.organisationId === reader.organisationId)
        .map((event): NeedEventView => {
          const hidden = masked && !mayQuote(event, reader, need);
          const byOwner = event.actingFor === need.organisationId;
          const { evidence, ...details } = event.details ?? {};
          return {
            id: event.id,
            action: event.action,
            fromState: event.fromState,
            toState: event.toState,
            stage: event.stage,
            reason: event.reason,
            note: hidden ? null : event.note,
            details: event.details && { ...details, ...(evidence && !hidden && { evidence }) },
            author: masked && byOwner ? UNNAMED : authorOf(event),
            at: event.at.toISOString(),
          };
        })
    );
  }
}
