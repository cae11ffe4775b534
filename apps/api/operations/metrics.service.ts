import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { DataSource } from 'typeorm';
import { LibraryService } from '#domain/matches/library.service.js';
import { OutboxEntry } from '#platform/database/outbox.entity.js';

/** What operators watch: requests, the library, and work that waits to be queued. */
@Injectable()
export class MetricsService {
  private readonly registry = new Registry();
  private readonly requests = new Histogram({
    name: 'duijie_http_request_seconds',
    help: 'Time from request to answer',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [this.registry],
  });

  constructor(dataSource: DataSource, library: LibraryService) {
    collectDefaultMetrics({ register: this.registry });
    new Gauge({
      name: 'duijie_library_records',
      help: 'Published records in the memory of this process',
      labelNames: ['kind'],
      registers: [this.registry],
      collect() {
        this.set({ kind: 'achievement' }, library.engine.achievements.size);
        this.set({ kind: 'need' }, library.engine.needs.size);
      },
    });
    new Gauge({
      name: 'duijie_outbox_rows',
      help: 'Jobs that wait to be handed to the queue',
      registers: [this.registry],
      async collect() {
        this.set(await dataSource.manager.count(OutboxEntry));
      },
    });
  }

  observe(method: string, route: string, status: number, seconds: number): void {
    this.requests.observe({ method, route, status }, seconds);
  }

  async read(): Promise<{ contentType: string; text: string }> {
    return { contentType: this.registry.contentType, text: await this.registry.metrics() };
  }
}
