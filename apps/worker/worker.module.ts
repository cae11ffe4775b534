import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { DomainModule } from '#domain/domain.module.js';
import { JobRouter } from '#platform/queue/job-router.service.js';
import { OutboxRelay } from '#platform/queue/outbox-relay.service.js';
import { QueueModule } from '#platform/queue/queue.module.js';
import { AuditSealer } from './audit-sealer.service.js';
import { FileUpkeep } from './file-upkeep.service.js';
import { IndexCatchUp } from './index-catch-up.service.js';
import { MissingWork } from './missing-work.service.js';
import { NeedRemindersTimer } from './need-reminders.timer.js';
import { DeliveryProcessor } from './processors/delivery.processor.js';
import { ImportsProcessor } from './processors/imports.processor.js';
import { MatchingProcessor } from './processors/matching.processor.js';
import { SearchProcessor } from './processors/search.processor.js';
import { Upkeep } from './upkeep.service.js';

/** The job shell: a processor for each queue, and the relay that fills the queues. */
@Module({
  imports: [DomainModule, QueueModule, DiscoveryModule],
  providers: [
    JobRouter,
    OutboxRelay,
    MissingWork,
    AuditSealer,
    NeedRemindersTimer,
    Upkeep,
    MatchingProcessor,
    DeliveryProcessor,
    SearchProcessor,
    ImportsProcessor,
    IndexCatchUp,
    FileUpkeep,
  ],
})
export class WorkerModule {}
