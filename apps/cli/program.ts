import { Command, CommanderError } from 'commander';

import { ConfigurationError } from '#platform/config/config.js';
import { withOrigin } from '#platform/process/origin.js';
import { StartError } from '#platform/process/run-main.js';
import { TableError } from '#platform/tables/table.js';

import { addAuditCommand } from './audit.command.js';
import { addBenchCommand } from './bench.command.js';
import { addImportCommand } from './import.command.js';
import { type CliIo, EXIT, UsageError } from './io.js';
import { type FileMatcher } from './match-files.js';
import { addMatchCommand } from './match.command.js';
import { addMigrateCommand } from './migrate.command.js';
import { addOperatorCommand } from './operator.command.js';
import { addReindexCommand } from './reindex.command.js';
import { addRescoreCommand } from './rescore.command.js';
import { addSearchKeysCommand } from './search-keys.command.js';

/** So much of a command line is kept with what it did. */
const LONGEST_COMMAND_LINE = 300;

/** Failures that are one sentence to whoever typed the command; everything else is a defect and shows its stack. */
const FORESEEN = [UsageError, TableError, StartError, ConfigurationError];

/**
 * Runs the command line and returns its exit code: 0 done, 1 unusable arguments or files, 2 done but rows were
 * rejected. Arguments are those after the program's name.
 */
export async function runCli(
  args: readonly string[],
  io: CliIo,
  createEngine?: () => FileMatcher,
): Promise<number> {
  let exitCode: number = EXIT.done;
  const program = new Command('duijie')
    .description('Matches what universities have achieved with what enterprises need, and says why.')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
    });
  addMatchCommand(program, io, (code) => (exitCode = code), createEngine);
  addMigrateCommand(program, io);
  addOperatorCommand(program, io);
  addReindexCommand(program, io, (code) => (exitCode = code));
  addRescoreCommand(program, io);
  addSearchKeysCommand(program, io);
  addAuditCommand(program, io, (code) => (exitCode = code));
  addImportCommand(program, io, (code) => (exitCode = code));
  addBenchCommand(program, io, (code) => (exitCode = code));
  try {
    const commandLine = args.join(' ').slice(0, LONGEST_COMMAND_LINE);
    await withOrigin({ via: 'command', name: commandLine }, () => program.parseAsync(args, { from: 'user' }));
    return exitCode;
  } catch (error) {
    // Commander has told the person already; its own code for a wrong argument is 1 and for --help 0.
    if (error instanceof CommanderError) return error.exitCode;
    if (!FORESEEN.some((kind) => error instanceof kind)) throw error;
    io.stderr.write(`${(error as Error).message}\n`);
    return EXIT.unusable;
  }
}
