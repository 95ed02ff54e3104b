import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readlinkSync } from 'node:fs';
import { type Readable, type Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { type ContainedSpec, type Containment, type ProgramEnd } from './containment';
import { signalProcess } from './process-group';
import { attemptMarker, lookAtAllProcesses } from './process-search.mjs';

/**
 * A PID namespace with its own /proc, made and entered with util-linux. Its first process only waits on a pipe from
 * the backend: when that closes, even by kill -9 of the backend, the process ends, and the kernel kills everything
 * in the namespace with it; nothing in the namespace can kill or stop it. The program is put in beside it, so that
 * its exit status comes to the backend as it is. The mount namespace is the attempt's own already: what a container
 * shall see at /opt/ml can be mounted before the first process says that it is ready.
 */
const toolEnvironment = {
  PATH: '/usr/sbin:/usr/bin:/sbin:/bin',
  LC_ALL: 'C',
} as unknown as NodeJS.ProcessEnv;

/** Whoever ignores SIGCHLD has its dead children taken away by the kernel: orphans come to the first process. */
const firstProcess =
  'echo ready; ' +
  'if env --ignore-signal=CHLD true 2>/dev/null; then exec env --ignore-signal=CHLD cat >/dev/null; fi; ' +
  // bash waits for every child that it gets.
  "if command -v bash >/dev/null; then exec bash --norc --noprofile -c 'while read -r _; do :; done'; fi; " +
  'exec cat >/dev/null';

const isRoot = (): boolean => process.getuid?.() === 0;
const startMillis = 10_000;

interface Namespace {
  keeper: ChildProcess;
  pid: number;
  name: string;
}

const failure = (message: string, code = 'EPERM'): Error => Object.assign(new Error(message), { code });

const makeNamespace = async (): Promise<Namespace> => {
  const asUser = isRoot() ? [] : ['--user', '--map-current-user'];
  const keeper = spawn(
    'unshare',
    [...asUser, '--fork', '--pid', '--mount-proc', '--kill-child', '--', '/bin/sh', '-c', firstProcess],
    { cwd: '/', env: toolEnvironment, detached: true, stdio: ['pipe', 'pipe', 'pipe'] },
  );
  keeper.stdin.on('error', () => undefined);
  const said = text(keeper.stderr).catch(() => '');
  const ready = await new Promise<boolean>((resolve) => {
    const timer = setTimeout(resolve, startMillis, false);
    const settle = (value: boolean) => {
      clearTimeout(timer);
      resolve(value);
    };
    keeper.stdout.once('data', () => settle(true));
    keeper.once('error', () => settle(false)).once('exit', () => settle(false));
  });
  const { pid } = keeper;
  if (!ready || pid === undefined) {
    keeper.kill('SIGKILL');
    throw failure(`No namespace could be made: ${pid === undefined ? 'there is no unshare' : await said}`);
  }
  return { keeper, pid, name: readlinkSync(`/proc/${pid}/ns/pid_for_children`) };
};

const endNamespace = async ({ keeper }: Namespace): Promise<void> => {
  if (keeper.exitCode !== null || keeper.signalCode !== null) return;
  const exit = once(keeper, 'exit');
  keeper.stdin?.destroy();
  keeper.kill('SIGKILL');
  await exit;
};

const quote = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`;

/**
 * What a shell in the namespace reads from its standard input, so that neither the environment nor the arguments are
 * those of a tool outside. The program leads a session of its own and has its errors on descriptor 3.
 */
const startScript = ({ program, args, env, cwd, folder }: ContainedSpec): string => {
  const variables = Object.entries({ ...env, [attemptMarker]: folder }).map(
    ([name, value]) => `${name}=${value}`,
  );
  const words = ['env', '-i', ...variables, program, ...args].map(quote).join(' ');
  // As in a container, whatever the backend keeps for its own files.
  return `umask 022; cd -P -- ${quote(cwd)} && exec setsid ${words} </dev/null 2>&3 3>&-\n`;
};

const enter = (namespace: Namespace, spec: ContainedSpec): ChildProcess => {
  const of = (name: string) => `/proc/${namespace.pid}/ns/${name}`;
  const asUser = isRoot() ? [] : [`--user=${of('user')}`, '--preserve-credentials'];
  // nsenter's own waiting stops when the program stops; unshare's does not.
  const child = spawn(
    'nsenter',
    [
      ...[...asUser, `--mount=${of('mnt')}`, `--pid=${of('pid_for_children')}`, '--no-fork', '--'],
      ...['unshare', '--fork', '--', '/bin/sh', '-s'],
    ],
    { cwd: '/', env: toolEnvironment, detached: true, stdio: ['pipe', 'pipe', 'pipe', 'pipe'] },
  );
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(startScript(spec));
  return child;
};

/** How the program ended, from the exit of the process that waits for it and what its tools said. */
const endOf = (code: number | null, signal: NodeJS.Signals | null, said: string): ProgramEnd => {
  // Before util-linux 2.39 unshare cannot pass SIGKILL on as its own end, and says so.
  if (code === 1 && said.includes('sigprocmask')) return { code: null, signal: 'SIGKILL' };
  if (said !== '' && signal === null) return { code: null, signal: null, error: wordsOf(said) };
  return { code, signal };
};

/** The reason at the end of a tool's line: `sh: 1: cd: can't cd to …`, `unshare: fork failed: Resource …`. */
const wordsOf = (said: string): string => said.trim().split('\n')[0]?.split(': ').at(-1) ?? 'EIO';

export const inPidNamespace: Containment = async (spec) => {
  const namespace = await makeNamespace();
  const child = enter(namespace, spec);
  if (child.pid === undefined) {
    await endNamespace(namespace);
    throw failure('There is no nsenter.', 'ENOENT');
  }
  const waiter = child.pid;
  const [, stdout, said, stderr] = child.stdio as unknown as [Writable, Readable, Readable, Readable];
  const diagnosis = text(said).catch(() => '');
  const exit = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
  let over = false;
  const exited = exit.then(async ([code, signal]) => {
    over = true;
    return endOf(code, signal, await diagnosis);
  });

  /** The program's process group: it leads one as soon as it has its session. */
  const groupId = (): number | undefined =>
    lookAtAllProcesses().find(({ pid, parent, groupId: group }) => parent === waiter && group === pid)?.pid;

  return {
    stdout,
    stderr,
    exited,
    keeper: namespace.pid,
    parent: waiter,
    scope: { folder: spec.folder, namespace: namespace.name },
    async signal(name) {
      for (let group = groupId(); !over; group = groupId()) {
        if (group !== undefined) return signalProcess(-group, name);
        await new Promise((resolve) => setTimeout(resolve, 2));
      }
    },
    async kill() {
      await endNamespace(namespace);
      await exit;
    },
  };
};

let allowed: Promise<boolean> | undefined;

/** Tries once whether a program can be run this way, and whether it is alone then. */
export const namespacesAreAllowed = (): Promise<boolean> => {
  allowed ??= process.platform === 'linux' ? tryIt() : Promise.resolve(false);
  return allowed;
};

const tryIt = async (): Promise<boolean> => {
  try {
    const spec = { program: '/bin/sh', args: ['-c', 'echo /proc/[0-9]*'], env: {}, cwd: '/', folder: '/' };
    const program = await inPidNamespace(spec);
    program.stderr.resume();
    const [seen, end] = await Promise.all([text(program.stdout), program.exited]);
    await program.kill();
    return end.code === 0 && seen.trim().split(' ').length === 2;
  } catch {
    return false;
  }
};
