import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

export interface StartedProcess {
  child: ChildProcess;
  /** What it printed so far, both streams. */
  output(): string;
  exited: Promise<number | null>;
}

/** Starts a built program of the platform with nothing in its environment but what is given and the way to Node. */
export function startProgram(
  program: string,
  environment: Record<string, string>,
  args: readonly string[] = [],
): StartedProcess {
  const child = spawn(process.execPath, [program, ...args], {
    env: { PATH: process.env.PATH, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return {
    child,
    output: () => output,
    exited: once(child, 'close').then(([code]) => code as number | null),
  };
}
