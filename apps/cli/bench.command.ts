import { type Command, InvalidArgumentError } from 'commander';

import { type BenchOptions } from './bench/run-bench.js';
import { type CliIo } from './io.js';

const SMALLEST = 1_000;
const LARGEST = 2_000_000;

/** Adds `bench` to the program. What it measures is loaded only when it is called. */
export function addBenchCommand(program: Command, io: CliIo, end: (exitCode: number) => void): void {
  program
    .command('bench')
    .description('measure speed, memory and quality, with other engines beside on the same data')
    .argument(
      '[name...]',
      'what to measure, such as province, preview.p95 or all; by default what needs no server',
    )
    .option('--json <file>', 'where the measurements go as a list of { name, value, unit, … }')
    .option('--size <count>', `achievements in the invented province, ${SMALLEST} to ${LARGEST}`, parseSize)
    .option('--data <folder>', 'real and judged texts; otherwise DUIJIE_BENCH_DATA or a neighbouring folder')
    .action(async (names: string[], options: BenchOptions) => {
      const { runBench } = await import('./bench/run-bench.js');
      end(await runBench(names, options, io));
    });
}

function parseSize(text: string): number {
  const count = Number(text);
  if (!/^\d+$/u.test(text) || count < SMALLEST || count > LARGEST) {
    throw new InvalidArgumentError(`It must be a whole number from ${SMALLEST} to ${LARGEST}.`);
  }
  return count;
}
