/**
 * Stands between the backend and a container's program. The backend starts it as leader of a process group of
 * its own, and the program joins that group. Standard input is a pipe from the backend: once that closes, the
 * backend is dead, and the whole group is killed, so that no program outlives it. File descriptor 3 tells the
 * backend how the program ended.
 *
 * node container-shim.mjs <program> [argument…]; environment and working folder are the program's.
 */
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, writeSync } from 'node:fs';

const mark = `SPOTDECK_ATTEMPT=${process.env.SPOTDECK_ATTEMPT}`;

/** Processes that left the group still carry the attempt's mark in their environment (Linux). */
const killStrays = () => {
  if (process.platform !== 'linux') return;
  for (const pid of readdirSync('/proc').filter(
    (name) => /^\d+$/.test(name) && Number(name) !== process.pid,
  )) {
    try {
      const environment = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
      if (environment.includes(mark)) process.kill(Number(pid), 'SIGKILL');
    } catch (error) {
      // Ended meanwhile, or another user's.
      if (!['ENOENT', 'ESRCH', 'EACCES', 'EPERM'].includes(error.code)) throw error;
    }
  }
};

const killGroup = () => {
  try {
    killStrays();
  } finally {
    process.kill(-process.pid, 'SIGKILL');
  }
};

/** Synchronous, because the group, this process included, is killed right after. */
const report = (end) => {
  try {
    writeSync(3, `${JSON.stringify(end)}\n`);
  } catch (error) {
    // Nobody reads any more: the backend is gone, and so is the reason to report.
    if (error.code !== 'EPIPE' && error.code !== 'ECONNRESET') throw error;
  }
};

// Signals to the group are meant for the program; this process ends when the program has.
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => undefined);

process.stdin.on('end', killGroup).on('error', killGroup).resume();

// A container's usual mask, not the backend's, which keeps what it writes to itself.
process.umask(0o022);
const [program, ...args] = process.argv.slice(2);
const child = spawn(program, args, { stdio: ['ignore', 'inherit', 'inherit'] });
child.on('error', (error) => {
  report({ error: error.code ?? error.message });
  killGroup();
});
child.on('exit', (code, signal) => {
  report({ code, signal });
  killGroup();
});
