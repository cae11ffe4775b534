import { lstat, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Writable } from 'node:stream';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { type ScoredMatch } from '#matching/match.js';
import { type AchievementRecord } from '#matching/records.js';
import { readTable } from '#platform/tables/read-table.js';

import { type FileMatcher } from './match-files.js';
import { runCli } from './program.js';

/** Scores by the number of shared characters of the titles, which is enough to see what the command does with matches. */
class CharacterMatcher implements FileMatcher {
  readonly records: AchievementRecord[] = [];
  readonly achievements = { upsert: (record: AchievementRecord) => this.records.push(record) };

  matchNeed(need: { id: string; title: string }, { top }: { top: number }): Promise<ScoredMatch[]> {
    const matches = this.records
      .map((record): ScoredMatch => {
        const shared = [...need.title].filter((character) => record.title.includes(character));
        return {
          needId: need.id,
          achievementId: record.id,
          score: shared.length * 10,
          level: shared.length > 3 ? 4 : 1,
          factors: [
            {
              name: 'text',
              weight: 0.6,
              value: 0.5,
              evidence: [{ type: 'terms', terms: shared.map((term) => ({ term, share: 0.1 })) }],
            },
            { name: 'maturity', weight: 0.4, value: null, evidence: [] },
          ],
          matchedTerms: shared,
          weightsVersion: 'test',
        };
      })
      .sort((left, right) => right.score - left.score);
    return Promise.resolve(matches.slice(0, top));
  }
}

const NEEDS = `需求编号,技术需求名称,需求描述,拟投入资金（万元）,联系人
n1,锂电池防爆技术,降低热失控风险,30-50,张工
n2,喷涂废水处理,"漆渣多，
药剂贵",面议,李工
`;
const ACHIEVEMENTS = `{"id":"a1","title":"锂电池热失控预警","keywords":["锂电池","预警"],"trl":6}
{"id":"a2","title":"喷涂废水零排放","text":"膜分离处理","region":"郑州"}
{"id":"a3","title":"小麦育种","field":"农学"}
`;

let folder: string;
let needs: string;
let achievements: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'match-'));
  needs = join(folder, 'needs.csv');
  achievements = join(folder, 'achievements.jsonl');
  await writeFile(needs, NEEDS);
  await writeFile(achievements, ACHIEVEMENTS);
});
afterEach(() => rm(folder, { recursive: true }));

async function run(args: readonly string[], engine: FileMatcher = new CharacterMatcher(), stdout?: Writable) {
  const out: Buffer[] = [];
  const told: string[] = [];
  const sink = stdout ?? new PassThrough().on('data', (chunk: Buffer) => out.push(chunk));
  const stderr = new PassThrough().on('data', (chunk: Buffer) => told.push(chunk.toString()));
  const exitCode = await runCli(args, { stdout: sink, stderr }, () => engine);
  return { exitCode, stdout: Buffer.concat(out), stderr: told.join('') };
}
const match = (...more: string[]) =>
  run(['match', '--needs', needs, '--achievements', achievements, ...more]);

interface Line {
  needId: string;
  achievementId: string;
  rank: number;
}
const parse = (bytes: Buffer) =>
  bytes
    .toString()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line);

describe('duijie match', () => {
  it('writes exactly the promised fields, needs in their order and ranks from 1', async () => {
    const { exitCode, stdout, stderr } = await match('--top', '2');
    expect(exitCode).toBe(0);
    const lines = parse(stdout);
    expect(lines.map(({ needId, achievementId, rank }) => [needId, achievementId, rank])).toEqual([
      ['n1', 'a1', 1],
      ['n1', 'a2', 2],
      ['n2', 'a2', 1],
      ['n2', 'a1', 2],
    ]);
    expect(Object.keys(lines[0] ?? {})).toEqual([
      'needId',
      'achievementId',
      'rank',
      'score',
      'level',
      'factors',
      'matchedTerms',
    ]);
    expect(stderr).toBe(
      `${needs}: notice: columns that are not used: 联系人\n` +
        'read 2 needs and 3 achievements\n' +
        'matched needs: 1 of 2 (50 %)\nmatched needs: 2 of 2 (100 %)\n' +
        'wrote 4 matches\n',
    );
  });

  it('hands over what the rows say', async () => {
    const engine = new CharacterMatcher();
    await run(['match', '--needs', needs, '--achievements', achievements], engine);
    expect(engine.records).toEqual([
      { id: 'a1', title: '锂电池热失控预警', keywords: ['锂电池', '预警'], trl: 6 },
      { id: 'a2', title: '喷涂废水零排放', text: '膜分离处理', regionCode: '410100' },
      { id: 'a3', title: '小麦育种', disciplineCodes: ['210'] },
    ]);
  });

  it.each(['jsonl', 'csv', 'xlsx'])('gives equal bytes of %s for equal files', async (format) => {
    const first = await match('--format', format);
    const second = await match('--format', format);
    expect(first.stdout.length).toBeGreaterThan(100);
    expect(second.stdout.equals(first.stdout)).toBe(true);
  });

  it.each(['csv', 'xlsx'])('writes %s for people, by the name of the file', async (format) => {
    const out = join(folder, `results.${format}`);
    expect((await match('--top', '1', '--out', out)).exitCode).toBe(0);
    const rows: unknown[] = [];
    for await (const row of readTable(out)) rows.push(row.error ?? row.values);
    expect(rows).toHaveLength(2);
    expect(rows[0]).toMatchObject({
      需求编号: 'n1',
      需求名称: '锂电池防爆技术',
      成果编号: 'a1',
      成果名称: '锂电池热失控预警',
      关联度: '无相关',
      匹配词: '锂、电、池',
      理由: '内容 50分（权重60%）：锂、电、池；未知：成熟度',
    });
  });

  it('reports bad rows with line and code, goes on and ends with 2', async () => {
    await writeFile(
      achievements,
      `${ACHIEVEMENTS}{"id":"a1","title":"重复的编号"}\n{"id":"a4","title":" "}\n{broken\n{"id":"a5","title":"甲","trl":12}\n{"title":"没有编号"}\n`,
    );
    const { exitCode, stdout, stderr } = await match();
    expect(exitCode).toBe(2);
    expect(stderr).toContain(`${achievements}:4: the id "a1" is already that of line 1 (id_duplicate)\n`);
    expect(stderr).toContain(`${achievements}:5: title must not be empty (title_missing)\n`);
    expect(stderr).toContain(`${achievements}:6: The line is not valid JSON. (broken_json)\n`);
    expect(stderr).toContain(`${achievements}:7: trl must be 1 to 9`);
    expect(stderr).toContain('4 rows were rejected');
    expect(parse(stdout).map(({ achievementId }) => achievementId)).toContain('8');
  });

  it('says what it did not understand without rejecting it', async () => {
    await writeFile(
      achievements,
      '{"title":"甲","budget":"自筹","region":"全国"}\n{"title":"乙","budget":"见附件"}\n',
    );
    const { exitCode, stderr } = await match();
    expect(exitCode).toBe(0);
    expect(stderr).toContain(
      'notice: budget: 2 values are not understood and count as not said, the first "自筹" in line 1',
    );
    expect(stderr).toContain('notice: region: 1 value is not understood');
  });

  it('tells a terminal how far it is in one line', async () => {
    const told: string[] = [];
    const stderr = Object.assign(new PassThrough(), { isTTY: true });
    stderr.on('data', (chunk: Buffer) => told.push(chunk.toString()));
    const stdout = new PassThrough().resume();
    const args = ['match', '--needs', needs, '--achievements', achievements];
    await runCli(args, { stdout, stderr }, () => new CharacterMatcher());
    expect(told.join('')).toContain('\rmatched needs: 2 of 2 (100 %)\n');
  });

  it('ends quietly when its reader has seen enough', async () => {
    const gone = () => Object.assign(new Error('write EPIPE'), { code: 'EPIPE' });
    const stdout = new Writable({ highWaterMark: 1, write: (_chunk, _encoding, done) => done(gone()) });
    const args = ['match', '--needs', needs, '--achievements', achievements];
    const { exitCode, stderr } = await run(args, new CharacterMatcher(), stdout);
    expect(exitCode).toBe(0);
    expect(stderr).not.toMatch(/EPIPE|wrote/);
  });
});

describe('duijie match --out', () => {
  it('leaves the earlier file and nothing beside it when the run fails', async () => {
    const out = join(folder, 'results.jsonl');
    await writeFile(out, 'earlier');
    const failing = new CharacterMatcher();
    failing.matchNeed = () => Promise.reject(new Error('out of luck'));
    const args = ['match', '--needs', needs, '--achievements', achievements, '--out', out];
    await expect(run(args, failing)).rejects.toThrow('out of luck');
    expect(await readFile(out, 'utf8')).toBe('earlier');
    expect(await readdir(folder)).toHaveLength(3);
  });

  it('replaces what a link points to and keeps the link', async () => {
    const real = join(folder, 'real.jsonl');
    const link = join(folder, 'link.jsonl');
    await writeFile(real, 'earlier');
    await symlink(real, link);
    await match('--out', link);
    expect(parse(await readFile(real))).toHaveLength(6);
  });

  it('writes into a device instead of replacing it', async () => {
    const link = join(folder, 'device.jsonl');
    await symlink('/dev/null', link);
    expect((await match('--out', link)).exitCode).toBe(0);
    expect((await lstat(link)).isSymbolicLink()).toBe(true);
  });

  it('does not put a file in the place of a link that leads nowhere', async () => {
    const link = join(folder, 'link.jsonl');
    await symlink(join(folder, 'gone', 'results.jsonl'), link);
    const { exitCode, stderr } = await match('--out', link);
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining('ENOENT')]);
    expect((await lstat(link)).isSymbolicLink()).toBe(true);
  });
});

describe('duijie', () => {
  const expectSentence = async (args: readonly string[], sentence: string | RegExp) => {
    const { exitCode, stdout, stderr } = await run(args);
    expect(exitCode).toBe(1);
    expect(stdout).toHaveLength(0);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).toMatch(sentence);
  };

  it('ends with 1 and one sentence when its arguments cannot be used', async () => {
    await expectSentence(['match', '--needs', needs], /--achievements <file>/);
    await expectSentence(
      ['match', '--needs', needs, '--achievements', achievements, '--top', '0'],
      /1 to 1000/,
    );
    await expectSentence(
      ['match', '--needs', needs, '--achievements', achievements, '--format', 'pdf'],
      /jsonl, xlsx/,
    );
    await expectSentence(
      ['match', '--needs', needs, '--achievements', achievements, '--fast'],
      /unknown option/,
    );
    await expectSentence(['frobnicate'], /unknown command 'frobnicate'/);
  });

  it('ends with 1 and one sentence when a file cannot be used', async () => {
    const file = async (name: string, content: string | Buffer) => {
      const path = join(folder, name);
      await writeFile(path, content);
      return path;
    };
    const using = (path: string) => ['match', '--needs', path, '--achievements', achievements];
    await expectSentence(
      using(join(folder, 'none.csv')),
      /none\.csv: There is no such file\. \(file_not_found\)/,
    );
    await expectSentence(using(await file('a.csv', '')), /The file is empty\. \(empty_file\)/);
    await expectSentence(
      using(await file('b.csv', '标题\n')),
      /There are no rows in the file\. \(empty_file\)/,
    );
    await expectSentence(
      using(await file('c.csv', '甲,乙\n1,2\n')),
      /c\.csv:1: No column is headed .*甲, 乙\. \(missing_heading\)/,
    );
    await expectSentence(using(await file('d.csv', '标题,名称\n1,2\n')), /d\.csv:1: .*\(duplicate_heading\)/);
    await expectSentence(using(await file('e.xlsx', 'PK\u0003\u0004 broken')), /\(broken_xlsx\)/);
  });

  it('does not write over what it reads or into a folder', async () => {
    await mkdir(join(folder, 'results'));
    const args = ['match', '--needs', needs, '--achievements', achievements, '--out'];
    await expectSentence([...args, needs], /would overwrite/);
    const { exitCode, stderr } = await run([...args, join(folder, 'results')]);
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining('is a folder')]);
    const nowhere = await run([...args, join(folder, 'nowhere', 'results.csv')]);
    expect([nowhere.exitCode, nowhere.stderr]).toEqual([1, expect.stringContaining('ENOENT')]);
    expect(await readFile(needs, 'utf8')).toBe(NEEDS);
  });

  it('explains itself', async () => {
    const { exitCode, stdout } = await run(['match', '--help']);
    expect(exitCode).toBe(0);
    expect(stdout.toString()).toContain('--achievements <file>');
  });
});
