/**
 * Makes a clone ready to run: installs what package-lock.json names unless that was done, and builds unless nothing
 * changed since. It uses nothing but Node itself and speaks on stderr only.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const installed = join(root, 'node_modules', '.installed-lock');
const built = join(root, 'dist', '.built');

function say(text) {
  process.stderr.write(`${text}\n`);
}

function run(what, command, args) {
  const { status, error } = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (status === 0) return;
  say(`${what} failed${error ? `: ${error.message}` : ''}. What is printed above says why.`);
  process.exit(1);
}

function newestChange(folder) {
  let newest = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.name === 'node_modules' || entry.name === 'dist') continue;
    const path = join(folder, entry.name);
    newest = Math.max(newest, entry.isDirectory() ? newestChange(path) : 0, statSync(path).mtimeMs);
  }
  return newest;
}

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  say(`Duijie needs Node 20.19 or newer; this is ${process.versions.node}.`);
  process.exit(1);
}

const lock = createHash('sha256')
  .update(readFileSync(join(root, 'package-lock.json')))
  .digest('hex');
if (!existsSync(installed) || readFileSync(installed, 'utf8') !== lock) {
  say('Installing what package-lock.json names …');
  run('Installing', 'npm', ['install', '--no-audit', '--no-fund', '--loglevel=error']);
  writeFileSync(installed, lock);
}

const sources = Math.max(
  ...['apps', 'libs'].map((folder) => newestChange(join(root, folder))),
  ...['.swcrc', 'package.json'].map((file) => statSync(join(root, file)).mtimeMs),
);
if (!existsSync(built) || Number(readFileSync(built, 'utf8')) < sources) {
  say('Building …');
  rmSync(join(root, 'dist'), { recursive: true, force: true });
  run('Building', 'npm', ['run', '--silent', 'build']);
  mkdirSync(dirname(built), { recursive: true });
  writeFileSync(built, String(sources));
}
