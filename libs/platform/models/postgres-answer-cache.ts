import { type DataSource, In } from 'typeorm';
import { type AnswerCache } from './answer-cache.js';
import { bytesOf, numbersOf } from './float-bytes.js';
import { ModelAnswer } from './model-answer.entity.js';

/** Keeps answers in the database, for all processes of the platform and across restarts. */
export class PostgresAnswerCache implements AnswerCache {
  constructor(private readonly dataSource: DataSource) {}

  async get(keys: readonly string[]): Promise<Map<string, Float32Array>> {
    if (keys.length === 0) return new Map();
    const rows = await this.dataSource.manager.find(ModelAnswer, {
      select: { key: true, answer: true },
      where: { key: In(keys.map((key) => Buffer.from(key, 'hex'))) },
    });
    return new Map(rows.map(({ key, answer }) => [key.toString('hex'), numbersOf(answer)]));
  }

  async put(answers: ReadonlyMap<string, Float32Array>): Promise<void> {
    // Two processes that write the same answers in the same order never wait for each other in a circle.
    const rows = [...answers].sort(([one], [other]) => (one < other ? -1 : 1));
    await this.dataSource
      .createQueryBuilder()
      .insert()
      .into(ModelAnswer)
      .values(rows.map(([key, numbers]) => ({ key: Buffer.from(key, 'hex'), answer: bytesOf(numbers) })))
      .orIgnore()
      .execute();
  }
}
