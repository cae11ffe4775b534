import { constants, createWriteStream, rmSync } from 'node:fs';
import { access, lstat, realpath, rename, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type Writable } from 'node:stream';
import { finished } from 'node:stream/promises';

import { UsageError } from './io.js';

/**
 * Lets `write` fill a file that appears only when it is complete: it is written beside its place under another name
 * and renamed, so a crash leaves the old file or none. Devices and pipes, which cannot be replaced, are written as
 * they are.
 */
export async function writeFileWhole(path: string, write: (sink: Writable) => Promise<void>): Promise<void> {
  const target = await resolveTarget(path);
  try {
    if (!target.replaceable) return await writeFile(target.path, write);
    const beside = join(dirname(target.path), `.${basename(target.path)}.${process.pid}.tmp`);
    await withoutLeavings(beside, async () => {
      await writeFile(beside, write);
      await rename(beside, target.path);
    });
  } catch (error) {
    throw isSystemError(error) ? cannotWrite(path, error) : error;
  }
}

async function writeFile(path: string, write: (sink: Writable) => Promise<void>): Promise<void> {
  const sink = createWriteStream(path);
  const closed = finished(sink);
  // The failure is met again where it is awaited; until then it must not count as unhandled.
  closed.catch(() => undefined);
  try {
    await write(sink);
    sink.end();
    await closed;
  } catch (error) {
    sink.destroy();
    // A file still being opened would appear after it was removed.
    await closed.catch(() => undefined);
    throw error;
  }
}

/** Removes a file that is not finished, also when the run is ended by Ctrl-C. */
async function withoutLeavings(path: string, work: () => Promise<void>): Promise<void> {
  const signals = ['SIGINT', 'SIGTERM'] as const;
  const onSignal = (signal: NodeJS.Signals) => {
    rmSync(path, { force: true });
    process.kill(process.pid, signal);
  };
  for (const signal of signals) process.once(signal, onSignal);
  try {
    await work();
  } catch (error) {
    rmSync(path, { force: true });
    throw error;
  } finally {
    for (const signal of signals) process.off(signal, onSignal);
  }
}

/**
 * Lets `write` fill standard output and returns whether all of it was wanted: a reader that has seen enough (`| head`)
 * ends the run without a word.
 */
export async function writeStdout(
  stdout: Writable,
  write: (sink: Writable) => Promise<void>,
): Promise<boolean> {
  // The failure of the last chunk arrives when nobody waits for it any more.
  stdout.on('error', () => undefined);
  try {
    await write(stdout);
    return true;
  } catch (error) {
    if (isSystemError(error) && ['EPIPE', 'ERR_STREAM_DESTROYED'].includes(error.code)) return false;
    throw error;
  }
}

/** Says at once that nothing can be written to a path, rather than after minutes of work. */
export async function checkWritable(path: string): Promise<void> {
  const target = await resolveTarget(path);
  try {
    await access(target.replaceable ? dirname(target.path) : target.path, constants.W_OK);
  } catch (error) {
    throw isSystemError(error) ? cannotWrite(path, error) : error;
  }
}

async function resolveTarget(path: string): Promise<{ path: string; replaceable: boolean }> {
  try {
    const entry = await stat(path);
    if (entry.isDirectory()) throw new UsageError(`${path} is a folder, so no results can be written there.`);
    if (!entry.isFile()) return { path, replaceable: false };
    // A link stays a link; what it points to is replaced.
    return { path: await realpath(path), replaceable: true };
  } catch (error) {
    if (!isSystemError(error)) throw error;
    if (error.code === 'ENOENT' && !(await isLink(path))) return { path, replaceable: true };
    throw cannotWrite(path, error);
  }
}

/** A link that leads nowhere could only be filled by putting a file in the place of the link. */
async function isLink(path: string): Promise<boolean> {
  return lstat(path).then(
    (entry) => entry.isSymbolicLink(),
    () => false,
  );
}

function cannotWrite(path: string, { code }: { code: string }): UsageError {
  return new UsageError(`${path} cannot be written (${code}).`);
}

function isSystemError(error: unknown): error is { code: string } {
  const code: unknown =
    typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^E[A-Z0-9_]+$/u.test(code);
}
