import { type Command } from 'commander';
import { MATCH_LEVELS } from '#vocabulary/levels.js';
import { type CliIo } from './io.js';

const LARGEST = 10;

/** Adds `rescore`: scores every published need with the weights of this build, and says what that changes. */
export function addRescoreCommand(program: Command, io: CliIo): void {
  program
    .command('rescore')
    .description('score every published need again and report what changes')
    .option('--dry-run', 'only report; write nothing and tell nobody')
    .action(async ({ dryRun = false }: { dryRun?: boolean }) => {
      const [{ withPlatform }, { RescoringService }, { reportRescoring }] = await Promise.all([
        import('./platform-context.js'),
        import('#domain/matches/rescoring.service.js'),
        import('#domain/matches/rescoring-report.js'),
      ]);
      await withPlatform(async (platform) => {
        const { weightsVersion, versionsBefore, pairs } = await platform.get(RescoringService).rescore({
          dryRun,
          onProgress: (done, all) => {
            if (done === all || done % 100 === 0) io.stderr.write(`${done} of ${all} needs\n`);
          },
        });
        const { moves, told, meanShift, largest } = reportRescoring(pairs, LARGEST);
        const name = (level: number) =>
          MATCH_LEVELS.find(({ code }) => Number(code) === level)?.zh ?? '未保留';
        const say = (line: string) => io.stdout.write(`${line}\n`);
        const before =
          versionsBefore.map((one) => `${one.weightsVersion} (${one.count})`).join(', ') || 'none';
        say(`weights: ${before} → ${weightsVersion}${dryRun ? ', nothing written' : ''}`);
        say(`pairs: ${pairs.length}, mean shift of the score ${meanShift.toFixed(2)}`);
        say(`told: ${told.before} → ${told.after} (${told.begin} begin, ${told.end} end)`);
        for (const { from, to, count } of moves) say(`  ${name(from)} → ${name(to)}: ${count}`);
        for (const { needId, achievementId, before: was, after } of largest) {
          say(`  ${needId} ${achievementId} ${was?.score ?? '-'} → ${after?.score ?? '-'}`);
        }
      });
    });
}
