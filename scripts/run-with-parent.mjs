/**
 * `node run-with-parent.mjs COMMAND [ARGUMENT…]`: runs a command in a process group of its own, and ends the whole
 * group when standard input closes, that is, when the process that started this one is gone or wants it to end.
 */
import { spawn } from 'node:child_process';

const [command, ...args] = process.argv.slice(2);
const child = spawn(command, args, { detached: true, stdio: ['ignore', 'inherit', 'inherit'] });

const killGroup = () => {
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
};

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, killGroup);
process.stdin.on('end', killGroup).on('error', killGroup).resume();
child.once('error', (error) => {
  console.error(error.message);
  process.exit(1);
});
child.once('exit', (code, signal) => {
  // What it started and left behind goes, too.
  killGroup();
  process.exit(signal === null ? (code ?? 1) : 1);
});
