import { describe, expect, it } from '@jest/globals';
import { QueryFailedError } from 'typeorm';
import { PinoLogger } from './pino-logger.js';

describe('the log', () => {
  it('has the statement that failed, and none of its values', () => {
    const lines: string[] = [];
    const logger = new PinoLogger('info', { write: (line) => void lines.push(line) });
    const refused = Object.assign(new Error('duplicate key'), {
      detail: 'Key (email)=(li@example.test) exists.',
    });
    logger.error(
      'A request failed',
      new QueryFailedError('INSERT INTO accounts', ['li@example.test'], refused),
    );
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0]!)).toMatchObject({
      msg: 'A request failed',
      err: { message: 'duplicate key', query: 'INSERT INTO accounts' },
    });
    expect(lines[0]).not.toContain('li@example.test');
  });

  it('keeps what somebody wrote within its line', () => {
    const lines: string[] = [];
    new PinoLogger('info', { write: (line) => void lines.push(line) }).log('a\n{"level":50}', 'http');
    expect(lines).toHaveLength(1);
    expect(lines[0]!.trimEnd()).not.toContain('\n');
  });
});
