import { parentPort } from 'node:worker_threads';

import { Province } from './province.js';
import { type Invented, type WantedRecords } from './invented-apart.js';

const province = new Province();

parentPort?.on('message', ({ kind, count, from }: WantedRecords) => {
  const records = [...province[kind](count, from)];
  parentPort?.postMessage(records satisfies Invented);
});
