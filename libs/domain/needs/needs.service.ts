import { Injectable } from '@nestjs/common';
import { DataSource, type DeepPartial, type EntityManager } from 'typeorm';
import { type CloseNeed, type CreateNeed } from '#contracts/needs.js';
import { addToOutbox } from '#platform/database/outbox.js';
import { type Actor } from '../access/actor.js';
import { sharedColumns } from '../records/record-columns.js';
import { RecordsService } from '../records/records.service.js';
import { Need } from './need.entity.js';

/** Needs from draft to publication, withdrawal and closure. */
@Injectable()
export class NeedsService extends RecordsService<Need, CreateNeed> {
  protected readonly entity = Need;
  protected readonly kind = 'need';

  constructor(dataSource: DataSource) {
    super(dataSource);
  }

  /** Ends the need with a coded reason; its open matches expire. */
  close(actor: Actor, id: string, { reason, note }: CloseNeed): Promise<Need> {
    const setClosure = (need: Need) => {
      need.closureReason = reason;
      need.closureNote = note ?? null;
      need.closedAt = new Date();
    };
    return this.move(actor, id, 'need.close', setClosure, { reason, note });
  }

  protected columnsOf({ budget, ...shared }: Partial<CreateNeed>): DeepPartial<Need> {
    return {
      ...sharedColumns(shared),
      ...(budget !== undefined && { budgetMin: budget?.min ?? null, budgetMax: budget?.max ?? null }),
    };
  }

  protected async queueMatching(manager: EntityManager, ids: readonly string[]): Promise<void> {
    // The index first: it takes a moment, and is what people look at next.
    await addToOutbox(manager, 'search.follow', [{ kind: 'need' }]);
    await addToOutbox(
      manager,
      'need.match',
      ids.map((needId) => ({ needId })),
    );
  }
}
