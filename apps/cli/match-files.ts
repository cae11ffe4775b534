import { realpath } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';

import { type ScoredMatch } from '#matching/match.js';
import { type AchievementRecord, type NeedRecord } from '#matching/records.js';
import { type TableFormat } from '#platform/tables/table.js';
import { writeTable } from '#platform/tables/write-table.js';

import { type CliIo, EXIT, UsageError } from './io.js';
import { readRecords } from './match-input.js';
import { columnsOf, type MatchLine } from './match-output.js';
import { toAchievement, toNeed } from './match-row.js';
import { checkWritable, writeFileWhole, writeStdout } from './output-file.js';
import { Progress } from './progress.js';

/** The part of the matching engine that this command uses. */
export interface FileMatcher {
  achievements: { upsert(record: AchievementRecord): unknown };
  matchNeed(need: NeedRecord, options: { top: number }): Promise<readonly ScoredMatch[]>;
  /** Does once, when all achievements are there, what takes long. */
  prepare?(onProgress: (done: number, all: number) => void): Promise<void>;
}

export interface MatchFilesOptions {
  needs: string;
  achievements: string;
  top: number;
  out?: string;
  format: TableFormat;
}

/**
 * Matches every need of one file against the achievements of another, without a server. Returns the exit code. The
 * same files and options give the same bytes, so nothing of the time or the machine goes into the results.
 */
export async function matchFiles(
  options: MatchFilesOptions,
  io: CliIo,
  engine: FileMatcher,
): Promise<number> {
  await checkOut(options, io);
  const needs: NeedRecord[] = [];
  const readNeeds = await readRecords(options.needs, io.stderr, (row, id, onUnknown) => {
    needs.push(toNeed(row, id, onUnknown));
  });
  const titles = new Map<string, string>();
  const readAchievements = await readRecords(options.achievements, io.stderr, (row, id, onUnknown) => {
    const achievement = toAchievement(row, id, onUnknown);
    titles.set(id, achievement.title);
    engine.achievements.upsert(achievement);
  });
  io.stderr.write(`read ${needs.length} needs and ${readAchievements.accepted} achievements\n`);
  await prepare(engine, io);

  let written = 0;
  async function* lines(): AsyncGenerator<MatchLine> {
    const progress = new Progress(io.stderr, 'matched needs', needs.length);
    for (const need of needs) {
      // Matching never waits for anything, and a closed pipe or Ctrl-C is only noticed when the loop is let go.
      await setImmediate();
      const matches = await engine.matchNeed(need, { top: options.top });
      for (const [index, match] of matches.entries()) {
        const achievementTitle = titles.get(match.achievementId) ?? '';
        yield { rank: index + 1, match, needTitle: need.title, achievementTitle };
        written += 1;
      }
      progress.tick();
    }
  }
  const write = (sink: CliIo['stdout']) =>
    writeTable(sink, options.format, columnsOf(options.format), lines());
  let complete = true;
  if (options.out === undefined) complete = await writeStdout(io.stdout, write);
  else await writeFileWhole(options.out, write);

  const rejected = readNeeds.rejected + readAchievements.rejected;
  if (complete) {
    io.stderr.write(`wrote ${written} matches${rejected > 0 ? `; ${rejected} rows were rejected` : ''}\n`);
  }
  return rejected > 0 ? EXIT.rejectedRows : EXIT.done;
}

async function prepare(engine: FileMatcher, io: CliIo): Promise<void> {
  let progress: Progress | undefined;
  let told = 0;
  await engine.prepare?.((done, all) => {
    progress ??= new Progress(io.stderr, 'vectors', all);
    for (; told < done; told += 1) progress.tick();
  });
}

async function checkOut({ needs, achievements, out, format }: MatchFilesOptions, io: CliIo): Promise<void> {
  if (out === undefined) {
    if (format === 'xlsx' && 'isTTY' in io.stdout && io.stdout.isTTY) {
      throw new UsageError('An xlsx workbook cannot be shown on a terminal; name a file with --out.');
    }
    return;
  }
  await checkWritable(out);
  const [target, ...inputs] = await Promise.all(
    [out, needs, achievements].map((path) => realpath(path).catch(() => path)),
  );
  if (target !== undefined && inputs.includes(target)) {
    throw new UsageError(`The results would overwrite ${out}, which is being read.`);
  }
}
