/** Enough for work that is linear on the slowest machine, and far too little for work that is not. */
export const BOUNDED_MILLISECONDS = 20_000;

/** The processor time that the work takes in this process, in milliseconds: other work on the machine does not count. */
export function cpuMilliseconds(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
