import { type Command, InvalidArgumentError, Option } from 'commander';

import { formatOfName } from '#platform/tables/read-table.js';
import { TABLE_FORMATS, type TableFormat } from '#platform/tables/table.js';

import { type CliIo } from './io.js';
import { type FileMatcher, matchFiles } from './match-files.js';
import { createMatcher } from './match-models.js';

const MOST_MATCHES = 1_000;

interface MatchArguments {
  needs: string;
  achievements: string;
  top: number;
  out?: string;
  format?: TableFormat;
}

/** Adds `match` to the program. The exit code goes to `end`, since a command of commander has no result of its own. */
export function addMatchCommand(
  program: Command,
  io: CliIo,
  end: (exitCode: number) => void,
  createEngine: () => FileMatcher = () => createMatcher(process.env, io.stderr),
): void {
  program
    .command('match')
    .description('match the needs of one file with the achievements of another, without a server')
    .requiredOption('--needs <file>', 'csv, jsonl or xlsx with a column "title" or 需求名称')
    .requiredOption('--achievements <file>', 'csv, jsonl or xlsx with a column "title" or 成果名称')
    .option('--top <count>', `matches for each need, 1 to ${MOST_MATCHES}`, parseTop, 10)
    .option('--out <file>', 'where the results go instead of standard output')
    .addOption(
      new Option(
        '--format <format>',
        'form of the results; by default that of the name of --out, else jsonl',
      ).choices(TABLE_FORMATS),
    )
    .action(async ({ format, ...options }: MatchArguments) => {
      const named = options.out === undefined ? undefined : formatOfName(options.out);
      end(await matchFiles({ ...options, format: format ?? named ?? 'jsonl' }, io, createEngine()));
    });
}

function parseTop(text: string): number {
  const count = Number(text);
  if (!/^\d+$/u.test(text) || count < 1 || count > MOST_MATCHES) {
    throw new InvalidArgumentError(`It must be a whole number from 1 to ${MOST_MATCHES}.`);
  }
  return count;
}
