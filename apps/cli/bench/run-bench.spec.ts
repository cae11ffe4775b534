import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { runCli } from '../program.js';
import { type BenchCase } from './bench-case.js';
import { CASES } from './cases.js';
import { beside } from './measurement.js';
import { type BenchOptions, runBench } from './run-bench.js';
import { selectCases } from './select-cases.js';

const cases: BenchCase[] = [
  {
    name: 'speed',
    measures: ['speed.all', 'speed.one'],
    run: () =>
      Promise.resolve([
        beside({ name: 'speed.all', value: 1.23456, unit: 's' }, 'other', 2.46912),
        { name: 'speed.one', value: 3, unit: 'ms' },
      ]),
  },
  { name: 'broken', measures: ['broken.one'], run: () => Promise.reject(new Error('no luck')) },
  {
    name: 'server',
    measures: ['speed.server'],
    isOnRequest: true,
    run: ({ size, needs }) => Promise.resolve([{ name: 'speed.server', value: size / needs, unit: 'share' }]),
  },
];

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bench-spec-'));
});
afterEach(() => rm(folder, { recursive: true }));

function sinks() {
  const out: string[] = [];
  const told: string[] = [];
  const stdout = new PassThrough().on('data', (chunk: Buffer) => out.push(chunk.toString()));
  const stderr = new PassThrough().on('data', (chunk: Buffer) => told.push(chunk.toString()));
  return { io: { stdout, stderr }, stdout: () => out.join(''), stderr: () => told.join('') };
}

async function run(names: readonly string[], options: BenchOptions = {}) {
  const { io, stdout, stderr } = sinks();
  const exitCode = await runBench(names, { data: folder, ...options }, io, cases, (bench, settings, note) =>
    bench.run({ ...settings, note }),
  );
  return { exitCode, stdout: stdout(), stderr: stderr() };
}

describe('runBench', () => {
  it('writes the list that others script against', async () => {
    const json = join(folder, 'bench.json');
    expect((await run(['speed'], { json })).exitCode).toBe(0);
    expect(JSON.parse(await readFile(json, 'utf8'))).toEqual([
      { name: 'speed.all', value: 1.235, unit: 's', peer: 'other', peerValue: 2.469, ratio: 2 },
      { name: 'speed.one', value: 3, unit: 'ms' },
    ]);
  });

  it('keeps to the measurements that were named', async () => {
    const { stdout } = await run(['speed.one']);
    expect(stdout).toContain('speed.one');
    expect(stdout).not.toContain('speed.all');
  });

  it('goes on after a case that fails, and ends with 1', async () => {
    const { exitCode, stdout, stderr } = await run(['broken', 'speed']);
    expect([exitCode, stdout, stderr]).toEqual([
      1,
      expect.stringContaining('speed.all'),
      expect.stringContaining('no luck'),
    ]);
  });

  it('asks as many needs of a smaller province as it has in proportion', async () => {
    expect((await run(['server'], { size: 7200 })).stderr).toContain('7200 achievements, 650 needs');
  });
});

describe('selectCases', () => {
  const namesOf = (names: readonly string[]) => selectCases(cases, names).flatMap(({ wanted }) => wanted);

  it('leaves out what must be requested unless it is', () => {
    expect(namesOf([])).toEqual(['speed.all', 'speed.one', 'broken.one']);
    expect(namesOf(['speed'])).toEqual(['speed.all', 'speed.one']);
    expect(namesOf(['speed.server'])).toEqual(['speed.server']);
    expect(namesOf(['all'])).toHaveLength(4);
  });

  it('has every measurement that others script against', () => {
    const measures = selectCases(CASES, []).flatMap(({ wanted }) => wanted);
    expect(measures).toEqual(
      expect.arrayContaining([
        'province.full_run',
        'province.memory',
        'preview.p95',
        'index.update',
        'growth.full_run',
        'growth.preview',
        'indicators.precision',
        'indicators.recall',
        'quality.csl_hard.hit1',
        'quality.csl_hard.hit10',
      ]),
    );
    expect(new Set(measures).size).toBe(measures.length);
  });
});

describe('duijie bench', () => {
  it.each([
    ['an unknown name', ['bench', 'provinse'], /no provinse\. It has: all, indicators/],
    ['a size that is none', ['bench', '--size', 'many'], /whole number/],
    ['a folder that is not there', ['bench', '--data', '/nowhere/at/all'], /no folder \/nowhere/],
  ])('says in one sentence what is wrong with %s', async (_what, args, sentence) => {
    const { io, stdout, stderr } = sinks();
    expect(await runCli(args, io)).toBe(1);
    expect(stdout()).toBe('');
    expect(stderr()).toMatch(sentence);
  });
});
