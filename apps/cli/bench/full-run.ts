import { availableParallelism } from 'node:os';
import { performance } from 'node:perf_hooks';
import { Worker } from 'node:worker_threads';

/** What a worker of the full run is given. */
export interface FullRunTask {
  size: number;
  needs: number;
  /** One counter: the next need that nobody has taken. */
  next: SharedArrayBuffer;
}

/** Sent when the library is ready, and again when no need is left. */
export type FullRunMessage = { ready: true } | { matches: number; reasons: number };

export interface FullRun {
  milliseconds: number;
  workers: number;
  matches: number;
  /** Factors with evidence in all matches, to show that they were explained. */
  reasons: number;
  /** Highest resident size of the process while the libraries were filled and the needs were matched. */
  peakBytes: number;
}

const SAMPLE_EVERY = 25;

/** All needs of a province against all its achievements on every core, each match scored and explained. */
export async function runFull(size: number, needs: number): Promise<FullRun> {
  const next = new SharedArrayBuffer(4);
  const count = Math.max(1, Math.min(availableParallelism(), needs));
  let peakBytes = process.memoryUsage.rss();
  const sampler = setInterval(
    () => (peakBytes = Math.max(peakBytes, process.memoryUsage.rss())),
    SAMPLE_EVERY,
  );
  const workers = Array.from({ length: count }, () => {
    const workerData: FullRunTask = { size, needs, next };
    return new Worker(new URL('./full-run.worker.js', import.meta.url), { workerData });
  });
  try {
    await Promise.all(workers.map((worker) => messageOf(worker)));
    const start = performance.now();
    const results = workers.map((worker) => messageOf(worker));
    for (const worker of workers) worker.postMessage('go');
    const done = await Promise.all(results);
    const milliseconds = performance.now() - start;
    let matches = 0;
    let reasons = 0;
    for (const message of done) {
      if ('ready' in message) continue;
      matches += message.matches;
      reasons += message.reasons;
    }
    return { milliseconds, workers: count, matches, reasons, peakBytes };
  } finally {
    clearInterval(sampler);
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

function messageOf(worker: Worker): Promise<FullRunMessage> {
  return new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}
