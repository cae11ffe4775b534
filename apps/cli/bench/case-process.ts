import { type CaseSettings } from './bench-case.js';
import { CASES } from './cases.js';
import { type CaseMessage } from './run-bench.js';

const [name, settings = '{}'] = process.argv.slice(2);
const bench = CASES.find((candidate) => candidate.name === name);
if (!bench) throw new Error(`There is no case ${name}.`);

const send = (message: CaseMessage) => new Promise((resolve) => process.send?.(message, resolve));
const measurements = await bench.run({
  ...(JSON.parse(settings) as CaseSettings),
  note: (note) => void send({ note }),
});
await send({ measurements });
process.disconnect();
