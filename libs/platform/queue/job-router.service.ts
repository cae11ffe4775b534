import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { type Job, UnrecoverableError } from 'bullmq';
import { DomainError } from '#contracts/domain-error.js';
import { JOB_NAMES, type JobName, JOBS } from '#contracts/jobs.js';
import { withOrigin } from '../process/origin.js';
import { handledJob } from './job-handler.decorator.js';

type Handler = (payload: Record<string, string>) => Promise<void>;

/**
 * Finds the handler of every job in the catalogue, and refuses to boot where one has none or two. It is also the one
 * place that decides what a failure means: finish quietly, stop for good, or try again.
 */
@Injectable()
export class JobRouter implements OnModuleInit {
  private readonly logger = new Logger(JobRouter.name);
  private readonly handlers = new Map<JobName, Handler>();

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
  ) {}

  onModuleInit(): void {
    const twice = new Set<JobName>();
    for (const { instance } of this.discovery.getProviders()) {
      if (typeof instance !== 'object' || instance === null) continue;
      const prototype = Object.getPrototypeOf(instance) as Record<string, unknown> | null;
      if (!prototype) continue;
      for (const method of this.scanner.getAllMethodNames(prototype)) {
        const handler = prototype[method];
        const job = typeof handler === 'function' ? handledJob(handler) : undefined;
        if (!job) continue;
        if (this.handlers.has(job)) twice.add(job);
        this.handlers.set(job, (handler as Handler).bind(instance));
      }
    }
    const missing = JOB_NAMES.filter((name) => !this.handlers.has(name));
    const problems = [
      ...missing.map((name) => `job ${name} has no handler`),
      ...[...twice].map((name) => `job ${name} has more than one handler`),
    ];
    if (problems.length > 0)
      throw new Error(`The job catalogue does not fit the handlers: ${problems.join('; ')}`);
  }

  /** Runs one job taken from a queue. */
  async run(job: Pick<Job, 'name' | 'data' | 'id'>): Promise<void> {
    const handler = this.handlers.get(job.name as JobName);
    if (!handler) throw new UnrecoverableError(`No such job: ${job.name}`);
    const payload = JOBS[job.name as JobName].payload.safeParse(job.data);
    if (!payload.success)
      throw new UnrecoverableError(`Wrong payload of ${job.name}: ${payload.error.message}`);
    try {
      await withOrigin({ via: 'job', name: job.name, requestId: job.id }, () => handler(payload.data));
    } catch (error) {
      // A rule said no, and it will say no again.
      if (error instanceof DomainError)
        throw new UnrecoverableError(`${job.name}: ${error.code}: ${error.message}`);
      this.logger.error(`${job.name} ${JSON.stringify(payload.data)} failed and will be tried again`, error);
      throw error;
    }
  }
}
