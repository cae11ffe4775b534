import { once } from 'node:events';
import { parentPort, workerData } from 'node:worker_threads';

import { fillEngine, TOP } from './filled-engine.js';
import { type FullRunMessage, type FullRunTask } from './full-run.js';
import { Province } from './province/province.js';

// Needs are taken in handfuls, so that one worker does not sit idle while the other has all the long ones.
const HANDFUL = 8;

const { size, needs, next } = workerData as FullRunTask;
const counter = new Int32Array(next);
const province = new Province();
const engine = await fillEngine(province, size);
const all = [...province.needs(needs)];
const send = (message: FullRunMessage) => parentPort?.postMessage(message);

const go = parentPort ? once(parentPort, 'message') : Promise.resolve();
send({ ready: true });
await go;
let matches = 0;
let reasons = 0;
for (;;) {
  const from = Atomics.add(counter, 0, HANDFUL);
  if (from >= needs) break;
  for (const need of all.slice(from, from + HANDFUL)) {
    for (const match of await engine.matchNeed(need, { top: TOP })) {
      matches += 1;
      for (const { evidence } of match.factors) if (evidence.length > 0) reasons += 1;
    }
  }
}
send({ matches, reasons });
parentPort?.close();
