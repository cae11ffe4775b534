import { readdir, readFile } from 'node:fs/promises';

// Linux counts in hundredths of a second, whatever the machine.
const TICKS = 100;

interface ProcessTimes {
  pid: number;
  parent: number;
  ticks: number;
}

/**
 * User and system seconds of a process, of those that it started, and of those of these that have ended; null where the
 * machine has no /proc.
 */
export async function processorSeconds(pid: number): Promise<number | null> {
  const names = await readdir('/proc').catch(() => []);
  const read = await Promise.all(names.filter((name) => /^\d+$/.test(name)).map(timesOf));
  const processes = read.filter((times) => times !== null);
  const family = new Set([pid]);
  let ticks = 0;
  for (let grown = true; grown;) {
    grown = false;
    for (const { pid: child, parent } of processes) {
      if (!family.has(child) && family.has(parent)) grown = Boolean(family.add(child));
    }
  }
  const members = processes.filter((times) => family.has(times.pid));
  for (const member of members) ticks += member.ticks;
  return members.length === 0 ? null : ticks / TICKS;
}

async function timesOf(name: string): Promise<ProcessTimes | null> {
  const text = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => null);
  if (text === null) return null;
  // The program's name stands in brackets and may hold anything.
  const fields = text
    .slice(text.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  const [user = 0, system = 0, userOfEnded = 0, systemOfEnded = 0] = fields.slice(11, 15);
  return { pid: Number(name), parent: fields[1] ?? 0, ticks: user + system + userOfEnded + systemOfEnded };
}
