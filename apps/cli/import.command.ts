import { type Command, Option } from 'commander';
import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';

import { IMPORT_KINDS, type ImportKind } from '#contracts/imports.js';

import { type CliIo, EXIT, UsageError } from './io.js';
import { Progress } from './progress.js';

interface ImportArguments {
  kind: ImportKind;
  file: string;
  organisation: string;
  dryRun: boolean;
  publish: boolean;
}

/** Adds `import`: takes a spreadsheet into the library of an organisation, as its longest-standing manager would. */
export function addImportCommand(program: Command, io: CliIo, end: (exitCode: number) => void): void {
  program
    .command('import')
    .description('take an xlsx or csv file of achievements or needs into the library of an organisation')
    .addOption(new Option('--kind <kind>', 'what the rows are').choices(IMPORT_KINDS).makeOptionMandatory())
    .requiredOption('--file <path>', 'the spreadsheet')
    .requiredOption('--organisation <name>', 'name or id of the organisation that owns the records')
    .option('--dry-run', 'only tell what would come of it', false)
    .option('--publish', 'publish the records, or submit them where the organisation is not trusted', false)
    .action(async ({ kind, file, organisation, dryRun, publish }: ImportArguments) => {
      const path = resolve(file);
      const size = await sizeOf(path);
      // Other commands must not wait for Nest and TypeORM to load.
      const [
        { withPlatform },
        { ImportsService },
        { ImportRunner },
        { managerOf },
        { DataSource },
        { DomainError },
      ] = await Promise.all([
        import('./platform-context.js'),
        import('#domain/imports/imports.service.js'),
        import('#domain/imports/import-runner.service.js'),
        import('#domain/accounts/stored-actor.js'),
        import('typeorm'),
        import('#contracts/domain-error.js'),
      ]);
      await withPlatform(async (platform) => {
        try {
          const actor = await managerOf(platform.get(DataSource).manager, organisation);
          const imports = platform.get(ImportsService);
          const { id } = await imports.create(
            actor,
            { kind, dryRun, publish },
            { path, name: basename(path), size },
          );
          let progress: Progress | undefined;
          let told = 0;
          await platform.get(ImportRunner).run(id, (done, total) => {
            progress ??= new Progress(io.stderr, kind, Math.max(1, total));
            for (; told < done; told += 1) progress.tick();
          });
          // A worker may have taken it up meanwhile; whoever holds it brings it to its end.
          let view = await imports.get(actor, id);
          while (view.state === 'queued' || view.state === 'running') {
            await setTimeout(500);
            view = await imports.get(actor, id);
          }
          const { created, updated, unchanged, rejected, failure } = view;
          if (failure) throw new UsageError(`${file}: ${failure.message} (${failure.code})`);
          for await (const { line, problems } of (await imports.rejectedRows(actor, id)).rows) {
            const reasons = problems.map(({ column, code, message }) =>
              `${column ?? ''} ${message} (${code})`.trim(),
            );
            io.stderr.write(`${file}:${line}: ${reasons.join('; ')}\n`);
          }
          const done = `${created} created, ${updated} updated, ${unchanged} unchanged, ${rejected} rejected`;
          io.stdout.write(`${done}${dryRun ? ' (dry run: nothing was written)' : ''}\n`);
          if (rejected > 0) end(EXIT.rejectedRows);
        } catch (error) {
          if (!(error instanceof DomainError)) throw error;
          throw new UsageError(`${file}: ${error.message} (${error.code})`);
        }
      });
    });
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (cause) {
    throw new UsageError(`${path}: The file cannot be read (${(cause as NodeJS.ErrnoException).code}).`, {
      cause,
    });
  }
}
