import { availableParallelism } from 'node:os';
import { performance } from 'node:perf_hooks';
import { Worker } from 'node:worker_threads';

import { MatchingEngine } from '#matching/engine.js';
import { type SharedLibrary } from '#matching/library/achievement-library.js';
import { type NeedRecord } from '#matching/records.js';

import { InventedApart } from './province/invented-apart.js';

/** What a worker of the full run is given: the library that all read, and the needs that are its own. */
export interface FullRunTask {
  shared: SharedLibrary;
  needs: NeedRecord[];
}

/** Sent when the worker has read its needs, and again when all are matched. */
export type FullRunMessage = { reading: number } | { matches: number; reasons: number };

export interface FullRun {
  milliseconds: number;
  /** What reading the needs took beforehand, on the same threads. */
  reading: number;
  workers: number;
  matches: number;
  /** Factors with evidence in all matches, to show that they were explained. */
  reasons: number;
  /** User and system time of all threads while the needs were matched. */
  cpuMilliseconds: number;
  /** Highest resident size of the process while the library was filled and the needs were matched. */
  peakBytes: number;
}

const SAMPLE_EVERY = 25;

/** All needs of a province against all its achievements on every core, each match scored and explained. */
export async function runFull(size: number, needs: number): Promise<FullRun> {
  let peakBytes = process.memoryUsage.rss();
  const sampler = setInterval(
    () => (peakBytes = Math.max(peakBytes, process.memoryUsage.rss())),
    SAMPLE_EVERY,
  );
  const parts = Math.max(1, Math.min(availableParallelism(), needs));
  const workers = await startWorkers(size, needs, parts);
  try {
    const ready = await Promise.all(workers.map((worker) => messageOf(worker)));
    const start = performance.now();
    const cpu = process.cpuUsage();
    const results = workers.map((worker) => messageOf(worker));
    for (const worker of workers) worker.postMessage('go');
    const done = await Promise.all(results);
    const milliseconds = performance.now() - start;
    const { user, system } = process.cpuUsage(cpu);
    const run = { reading: 0, matches: 0, reasons: 0 };
    for (const message of [...ready, ...done]) {
      if ('reading' in message) run.reading = Math.max(run.reading, message.reading);
      else {
        run.matches += message.matches;
        run.reasons += message.reasons;
      }
    }
    return { ...run, milliseconds, workers: parts, cpuMilliseconds: (user + system) / 1000, peakBytes };
  } finally {
    clearInterval(sampler);
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

async function startWorkers(size: number, needs: number, parts: number): Promise<Worker[]> {
  const province = new InventedApart();
  try {
    const engine = new MatchingEngine();
    for await (const record of province.records('achievements', size)) engine.achievements.upsert(record);
    const shares: NeedRecord[][] = Array.from({ length: parts }, () => []);
    let place = 0;
    for await (const need of province.records('needs', needs)) {
      shares[place % parts]!.push(need);
      place += 1;
    }
    const shared = engine.share();
    return shares.map((own) => {
      const workerData: FullRunTask = { shared, needs: own };
      return new Worker(new URL('./full-run.worker.js', import.meta.url), { workerData });
    });
  } finally {
    await province.close();
  }
}

function messageOf(worker: Worker): Promise<FullRunMessage> {
  return new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}
