import { runCli } from './program.js';

// The exit code is set, not forced: what is still on its way into a pipe gets there.
process.exitCode = await runCli(process.argv.slice(2), { stdout: process.stdout, stderr: process.stderr });
