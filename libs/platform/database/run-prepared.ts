import type pg from 'pg';
import { type DataSource } from 'typeorm';
import { type PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';
import { StatementNames } from './statement-names.js';

const names = new StatementNames('prepared');

/**
 * Runs a statement that nearly every request asks for outside of any transaction: each connection plans it once. Its text
 * must be one of a few; what differs goes in as values.
 */
export async function runPrepared<Row>(
  dataSource: DataSource,
  text: string,
  values: readonly unknown[],
): Promise<Row[]> {
  const pool = (dataSource.driver as PostgresDriver).master as pg.Pool;
  return (await pool.query({ name: names.of(text), text, values: [...values] })).rows as Row[];
}
