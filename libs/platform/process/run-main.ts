import { createServer } from 'node:net';
import { ConfigurationError } from '../config/config.js';

/** Something that keeps a process from starting, said in one sentence to the person who started it. */
export class StartError extends Error {}

/**
 * Runs the main function of a process. What keeps it from starting is one sentence on stderr and exit code 1; a stack
 * is printed only where nobody foresaw the failure.
 */
export function runMain(main: () => Promise<void>): void {
  main().catch((error: unknown) => {
    const foreseen = error instanceof StartError || error instanceof ConfigurationError;
    const text = error instanceof Error ? (foreseen ? error.message : error.stack) : String(error);
    process.stderr.write(`${text}\n`, () => process.exit(1));
  });
}

/** A listening error in words. */
export function listenError(error: Error, port: number): Error {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE')
    return new StartError(`Port ${port} is in use: stop what listens there, or give PORT.`);
  if (code === 'EACCES')
    return new StartError(`Port ${port} may not be used by this user: give another PORT.`);
  return error;
}

/**
 * Looks whether a port can be listened on, before a process starts what it would have to stop again.
 * @throws StartError
 */
export function assertPortFree(port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error) => reject(listenError(error, port)));
    probe.listen(port, host, () => probe.close(() => resolve()));
  });
}
