import { MatchingEngine } from '#matching/engine.js';

import { type BenchCase } from '../bench-case.js';
import { bytesInUse, timed } from '../clock.js';
import { fillEngine, TOP } from '../filled-engine.js';
import { runFull } from '../full-run.js';
import { beside, type Measurement } from '../measurement.js';
import { tantivyTop50 } from '../peers/tantivy.js';
import { Province } from '../province/province.js';

/** A whole province at once, and what its library takes. */
export const province: BenchCase = {
  name: 'province',
  measures: [
    'province.full_run',
    'province.full_run.reading',
    'province.memory',
    'province.memory.per_record',
    'province.build',
  ],
  async run({ size, needs, note }) {
    // First, while the process is empty: everything that is resident belongs to the run.
    const run = await runFull(size, needs);
    const { milliseconds, reading, cpuMilliseconds, workers, matches, reasons, peakBytes } = run;
    note(
      `${needs} needs × ${size} achievements on ${workers} threads that share one library: ` +
        `${matches} matches with ${reasons} reasons; ${(milliseconds / needs).toFixed(2)} ms a need, ` +
        `${(cpuMilliseconds / needs).toFixed(2)} ms of processor time`,
    );
    note(
      'both libraries are filled before the clock starts, needs read included, as queries of tantivy are built',
    );
    const { build, perRecord } = await measureLibrary(size);
    note('build: one core, from the first record read to the first need answered');
    const full: Measurement = { name: 'province.full_run', value: milliseconds / 1000, unit: 's' };
    const tantivy = await tantivyTop50(size, needs, workers);
    if (typeof tantivy === 'string') note(`tantivy is not beside: ${tantivy}`);
    return [
      typeof tantivy === 'string'
        ? full
        : beside(full, `tantivy ${tantivy.version}, bare top ${TOP}, ${workers} processes`, tantivy.seconds),
      { name: 'province.full_run.reading', value: reading / 1000, unit: 's' },
      { name: 'province.memory', value: peakBytes, unit: 'bytes' },
      { name: 'province.memory.per_record', value: perRecord, unit: 'bytes/record' },
      { name: 'province.build', value: build / 1000, unit: 's' },
    ];
  },
};

async function measureLibrary(size: number): Promise<{ build: number; perRecord: number }> {
  const invented = new Province();
  // Dictionaries are there whatever the size, so they are loaded before the first reading.
  await fillEngine(invented, 10);
  const records = [...invented.achievements(size)];
  const engine = new MatchingEngine();
  const before = bytesInUse();
  const build = await timed(async () => {
    for (const record of records) engine.achievements.upsert(record);
    await engine.matchNeed(invented.need(0), { top: TOP });
  });
  const objects = bytesInUse() - before;
  return { build, perRecord: (objects + sharedBytes(engine.share())) / engine.achievements.size };
}

/** Bytes of all shared arrays in a value, each counted once: no tool of Node counts them. */
function sharedBytes(value: unknown, seen = new Set<unknown>()): number {
  if (ArrayBuffer.isView(value)) return sharedBytes(value.buffer, seen);
  if (typeof value !== 'object' || value === null || seen.has(value)) return 0;
  seen.add(value);
  if (value instanceof SharedArrayBuffer) return value.byteLength;
  return Object.values(value).reduce<number>((sum, part) => sum + sharedBytes(part, seen), 0);
}
