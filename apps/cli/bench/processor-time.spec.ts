import { describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { processorSeconds } from './processor-time.js';

const NOBODY = 2 ** 22 + 1;

describe('processor time of a process and of its children', () => {
  it('is unknown of a process that is not there', async () => {
    expect(await processorSeconds(NOBODY)).toBeNull();
  });

  const itWhereTold = existsSync('/proc/self/stat') ? it : it.skip;
  itWhereTold('counts those that run and those that have ended', async () => {
    const before = await processorSeconds(process.pid);
    const busy = 'const end = process.cpuUsage().user + 300_000; while (process.cpuUsage().user < end);';
    const child = spawn(process.execPath, ['-e', `${busy} process.stdin.resume()`], {
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    let own = 0;
    while (own < 0.3) own = (await processorSeconds(child.pid!)) ?? 0;
    child.stdin.end();
    await once(child, 'exit');
    expect((await processorSeconds(process.pid))! - before!).toBeGreaterThanOrEqual(0.3);
  });
});
