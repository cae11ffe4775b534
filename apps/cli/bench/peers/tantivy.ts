import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { Province } from '../province/province.js';
import { makeTemporaryFolder } from '../temporary-folder.js';
import { writeTokenFile } from './tokens.js';

const run = promisify(execFile);
const SCRIPT = fileURLToPath(new URL('./tantivy_top50.py', import.meta.url));

export interface TantivyRun {
  version: string;
  build: number;
  /** For all needs, searching alone. */
  seconds: number;
}

/** Lets tantivy rank the same needs by the same tokens; a sentence instead where Python does not have it. */
export async function tantivyTop50(
  size: number,
  needs: number,
  processes: number,
): Promise<TantivyRun | string> {
  try {
    await run('python3', ['-c', 'import tantivy']);
  } catch {
    return 'python3 has no module of that name (pip install tantivy)';
  }
  const folder = await makeTemporaryFolder('tantivy');
  try {
    const achievementFile = join(folder.path, 'achievements.txt');
    const needFile = join(folder.path, 'needs.txt');
    const province = new Province();
    await writeTokenFile(achievementFile, province.achievements(size));
    await writeTokenFile(needFile, province.needs(needs));
    const { stdout } = await run('python3', [SCRIPT, achievementFile, needFile, String(processes)]);
    return JSON.parse(stdout) as TantivyRun;
  } finally {
    await folder.remove();
  }
}
