import { once } from 'node:events';
import { parentPort, workerData } from 'node:worker_threads';

import { MatchingEngine } from '#matching/engine.js';

import { timed } from './clock.js';
import { TOP } from './filled-engine.js';
import { type FullRunMessage, type FullRunTask } from './full-run.js';

const { shared, needs } = workerData as FullRunTask;
const engine = new MatchingEngine({ shared });
const send = (message: FullRunMessage) => parentPort?.postMessage(message);

const go = parentPort ? once(parentPort, 'message') : Promise.resolve();
send({ reading: await timed(() => needs.forEach((need) => engine.needs.upsert(need))) });
await go;
let matches = 0;
let reasons = 0;
for (const need of needs) {
  for (const match of await engine.matchNeed(need, { top: TOP })) {
    matches += 1;
    for (const { evidence } of match.factors) if (evidence.length > 0) reasons += 1;
  }
}
send({ matches, reasons });
parentPort?.close();
