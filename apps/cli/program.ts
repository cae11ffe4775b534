import { Command, CommanderError } from 'commander';

import { TableError } from '#platform/tables/table.js';

import { type CliIo, EXIT, UsageError } from './io.js';
import { type FileMatcher } from './match-files.js';
import { addMatchCommand } from './match.command.js';

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
  try {
    await program.parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    // Commander has told the person already; its own code for a wrong argument is 1 and for --help 0.
    if (error instanceof CommanderError) return error.exitCode;
    if (!(error instanceof UsageError || error instanceof TableError)) throw error;
    io.stderr.write(`${error.message}\n`);
    return EXIT.unusable;
  }
}
