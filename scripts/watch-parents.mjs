/**
 * npm does not hand every signal on: a SIGTERM ends npm and its shell, and what they started goes on by itself. So
 * a command that npm started looks for its ancestors up to npm, and ends when one of them is gone.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const lookEveryMs = 500;
const maxAncestors = 4;
const managers = /(^|[\s/])(npm|pnpm|yarn|bun)(-cli)?(\.[cm]?js)?(\s|$)/;
/** Commands that are kept running; others end by themselves. */
const watched = new Set(['start', 'dev']);

/** By npx, too, where it is Spotdeck's own command that npx runs. */
const isKeptRunning = ({ npm_lifecycle_event: event = '', npm_lifecycle_script: script = '' }) =>
  watched.has(event) || (event === 'npx' && /^['"]?spotdeck\b/.test(script));

/** @param {() => void} onGone called once */
export const watchParents = (onGone) => {
  if (!isKeptRunning(process.env)) return;
  const ancestors = ancestorsUpToManager();
  if (ancestors.length === 0) return;
  const timer = setInterval(() => {
    const gone = process.ppid !== ancestors[0].pid || ancestors.some(({ pid, mark }) => markOf(pid) !== mark);
    if (!gone) return;
    clearInterval(timer);
    onGone();
  }, lookEveryMs);
  timer.unref();
};

/** The parent, its parent and so on, the package manager last; none where there is no package manager. */
const ancestorsUpToManager = () => {
  const ancestors = [];
  let pid = process.ppid;
  while (pid > 1 && ancestors.length < maxAncestors) {
    const { parent, command, mark } = describe(pid);
    ancestors.push({ pid, mark });
    if (managers.test(command)) return ancestors;
    pid = parent;
  }
  return [];
};

/** What tells a process from a later one of the same id; undefined for one that is gone. */
const markOf = (pid) => {
  if (process.platform !== 'linux') return isAlive(pid) ? 'alive' : undefined;
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\)/s, '').trim().split(' ');
    // State, and the time of its start. A zombie has ended.
    return fields[0] === 'Z' ? undefined : fields[19];
  } catch {
    // It is gone.
    return undefined;
  }
};

const isAlive = (pid) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
};

const describe = (pid) => {
  const { stdout } = spawnSync('ps', ['-o', 'ppid=,args=', '-p', String(pid)], { encoding: 'utf8' });
  const [, parent = '0', command = ''] = /^\s*(\d+)\s+(.*)/.exec(stdout ?? '') ?? [];
  return { parent: Number(parent), command, mark: markOf(pid) };
};
