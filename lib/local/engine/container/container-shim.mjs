/**
 * Stands between the backend and a container's program where that cannot have a PID namespace of its own. The
 * backend starts it as leader of a process group, and the program joins that group. Standard input is a pipe from
 * the backend: once that closes, the backend is dead, and the program with all that it started is killed, so that no
 * program outlives it. File descriptor 3 tells the backend that the program was started, and
 * how it ended. Descriptor 4 gives what to run, as
 * JSON: the program's environment is never this one's own, so nothing in it changes how this one runs.
 */
import { spawn } from 'node:child_process';
import { readFileSync, writeSync } from 'node:fs';
import { lookAtProcess, searchProcesses } from './process-search.mjs';

const { program, args, env, cwd, folder } = JSON.parse(readFileSync(4, 'utf8'));
const since = lookAtProcess(process.pid)?.startTime ?? 0;

/** One that is killed cannot start another; those that were started meanwhile are seen by the next look. */
const killAll = () => {
  const scope = { folder, groupId: process.pid, since };
  for (let round = 0; round < 500; round += 1) {
    const found = searchProcesses(scope).filter(({ pid }) => pid !== process.pid);
    if (found.length === 0) return;
    for (const { pid } of found) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch (error) {
        // Ended meanwhile, or another user's.
        if (error.code !== 'ESRCH' && error.code !== 'EPERM') throw error;
      }
    }
  }
};

const end = () => {
  try {
    killAll();
  } finally {
    process.kill(-process.pid, 'SIGKILL');
  }
};

/** Synchronous, because the group, this process included, is killed right after. */
const report = (outcome) => {
  try {
    writeSync(3, `${JSON.stringify(outcome)}\n`);
  } catch (error) {
    // Nobody reads any more: the backend is gone, and so is the reason to report.
    if (error.code !== 'EPIPE' && error.code !== 'ECONNRESET') throw error;
  }
};

// Signals to the group are meant for the program; this process ends when the program has.
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => undefined);

process.stdin.on('end', end).on('error', end).resume();

// As in a container, whatever the backend keeps for its own files.
process.umask(0o022);
const child = spawn(program, args, { cwd, env, stdio: ['ignore', 'inherit', 'inherit'] });
report({ started: child.pid !== undefined });
child.on('error', (error) => {
  report({ error: error.code ?? error.message });
  end();
});
child.on('exit', (code, signal) => {
  report({ code, signal });
  end();
});
