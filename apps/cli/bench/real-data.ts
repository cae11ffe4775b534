import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { type AchievementRecord, type NeedRecord } from '#matching/records.js';

import { type Grade } from './ranking-metrics.js';

/** A query that describes one achievement in other words. */
export interface Paraphrase {
  query: string;
  achievementId: string;
}

/** Real and judged texts in a folder that is not part of the project. */
export class RealData {
  constructor(private readonly folder: string) {}

  /** Whether the folder has a file, by its path inside. */
  has(...path: readonly string[]): boolean {
    return existsSync(join(this.folder, ...path));
  }

  achievements(): Promise<AchievementRecord[]> {
    return this.lines('real', 'achievements.jsonl');
  }

  needs(): Promise<NeedRecord[]> {
    return this.lines('real', 'needs.jsonl');
  }

  paraphrases(): Promise<Paraphrase[]> {
    return this.lines('bench', 'csl_hard.jsonl');
  }

  /** Grades of readers: need, then achievement. */
  async judgements(): Promise<Map<string, Map<string, Grade>>> {
    const text = await readFile(join(this.folder, 'judged', 'qrels.tsv'), 'utf8');
    const judgements = new Map<string, Map<string, Grade>>();
    for (const line of text.trim().split('\n')) {
      const [need = '', achievement = '', grade] = line.split('\t');
      const judged = judgements.get(need) ?? new Map<string, Grade>();
      judgements.set(need, judged.set(achievement, Number(grade) as Grade));
    }
    return judgements;
  }

  private async lines<T>(...path: readonly string[]): Promise<T[]> {
    const text = await readFile(join(this.folder, ...path), 'utf8');
    return text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as T);
  }
}
