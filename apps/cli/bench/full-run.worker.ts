import { once } from 'node:events';
import { parentPort, workerData } from 'node:worker_threads';

import { MatchingEngine } from '#matching/engine.js';
import { type NeedRecord } from '#matching/records.js';

import { timed } from './clock.js';
import { TOP } from './filled-engine.js';
import { type FullRunMessage, type FullRunTask } from './full-run.js';
import { Province } from './province/province.js';

const { shared, needs, part, parts } = workerData as FullRunTask;
const engine = new MatchingEngine({ shared });
const own: NeedRecord[] = [];
for (const [place, need] of [...new Province().needs(needs)].entries()) {
  if (place % parts === part) own.push(need);
}
const send = (message: FullRunMessage) => parentPort?.postMessage(message);

const go = parentPort ? once(parentPort, 'message') : Promise.resolve();
send({ reading: await timed(() => own.forEach((need) => engine.needs.upsert(need))) });
await go;
let matches = 0;
let reasons = 0;
for (const need of own) {
  for (const match of await engine.matchNeed(need, { top: TOP })) {
    matches += 1;
    for (const { evidence } of match.factors) if (evidence.length > 0) reasons += 1;
  }
}
send({ matches, reasons });
parentPort?.close();
