import { fork } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { join, resolve } from 'node:path';

import { checkWritable, writeFileWhole } from '../output-file.js';
import { type CliIo, EXIT, UsageError } from '../io.js';
import { type BenchCase, type BenchSettings, type CaseSettings } from './bench-case.js';
import { CASES } from './cases.js';
import { type Measurement, rounded, sentenceOf, tableOf } from './measurement.js';
import { PROVINCE } from './province/province.js';
import { selectCases } from './select-cases.js';

export interface BenchOptions {
  json?: string;
  size?: number;
  data?: string;
}

/** Runs one case; the tests give a runner that needs no process. */
export type CaseRunner = (
  bench: BenchCase,
  settings: CaseSettings,
  note: (text: string) => void,
) => Promise<Measurement[]>;

/** What a case's process sends: a remark for a person, or its results. */
export type CaseMessage = { note: string } | { measurements: Measurement[] };

/**
 * Runs the cases that were named, one after the other, prints a table and writes the file that was asked for. Notes go
 * to stderr, the table to stdout. Returns the exit code, 1 when a case failed.
 */
export async function runBench(
  names: readonly string[],
  options: BenchOptions,
  io: CliIo,
  cases: readonly BenchCase[] = CASES,
  runCase: CaseRunner = runInProcess,
): Promise<number> {
  const selected = selectCases(cases, names);
  if (options.json !== undefined) await checkWritable(options.json);
  const settings = settingsOf(options);
  io.stderr.write(
    `Node ${process.version}, ${availableParallelism()} cores of ${cpus()[0]?.model ?? 'unknown make'}; ` +
      `${settings.size} achievements, ${settings.needs} needs\n`,
  );
  const measurements: Measurement[] = [];
  let exitCode: number = EXIT.done;
  for (const { bench, wanted } of selected) {
    io.stderr.write(`${bench.name} …\n`);
    const note = (text: string) => io.stderr.write(`  ${text}\n`);
    const all = await runCase(bench, { ...settings, wanted }, note).catch((error: unknown) => {
      // What the other cases find is still worth having.
      exitCode = EXIT.unusable;
      note(error instanceof Error ? error.message : String(error));
      return [];
    });
    const found = all.filter(({ name }) => wanted.includes(name));
    for (const measurement of found) {
      measurements.push({ ...measurement, value: rounded(measurement.value) });
      // A long run that is cut off has told what it found so far.
      note(sentenceOf(measurement));
    }
  }
  io.stdout.write(`${tableOf(measurements)}\n`);
  if (options.json !== undefined) {
    const text = `${JSON.stringify(measurements, null, 2)}\n`;
    await writeFileWhole(options.json, (sink) => {
      sink.write(text);
      return Promise.resolve();
    });
  }
  return exitCode;
}

function settingsOf({ size = PROVINCE.achievements, data }: BenchOptions): BenchSettings {
  // A smaller province has fewer needs in proportion.
  const needs = Math.max(1, Math.round((size * PROVINCE.needs) / PROVINCE.achievements));
  const dataDir = findData(data ?? process.env.DUIJIE_BENCH_DATA);
  return { size, needs, ...(dataDir !== undefined && { dataDir }) };
}

/** The folder that was named, or a `data` folder in a neighbour of the folder that the bench is run in. */
function findData(named: string | undefined): string | undefined {
  if (named) {
    if (existsSync(named)) return resolve(named);
    throw new UsageError(`There is no folder ${named} with texts to measure on.`);
  }
  const parent = resolve('..');
  const neighbours = readdirSync(parent, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => join(parent, name, 'data'));
  return neighbours.find((folder) => existsSync(join(folder, 'bench', 'csl_hard.jsonl')));
}

/** What the image of the platform sets for its processes; peers have it too. */
const IMAGE_ENVIRONMENT = { GLIBC_TUNABLES: 'glibc.malloc.hugetlb=1' };

/** Gives the case a fresh process, so that its memory is its own and no other case's garbage slows it. */
function runInProcess(
  { name }: BenchCase,
  settings: CaseSettings,
  note: (text: string) => void,
): Promise<Measurement[]> {
  return new Promise((resolve, reject) => {
    const execArgv = [...new Set([...process.execArgv, '--expose-gc', '--max-old-space-size=8192'])];
    const child = fork(new URL('./case-process.js', import.meta.url), [name, JSON.stringify(settings)], {
      execArgv,
      env: { ...process.env, ...IMAGE_ENVIRONMENT },
    });
    let measurements: Measurement[] | undefined;
    child.on('message', (message: CaseMessage) => {
      if ('note' in message) note(message.note);
      else ({ measurements } = message);
    });
    child.once('error', reject);
    child.once('close', (code) => {
      if (measurements) resolve(measurements);
      else reject(new Error(`The case ${name} ended with ${code} and no results.`));
    });
  });
}
