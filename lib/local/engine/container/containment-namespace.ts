import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readlinkSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, realpath, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { programEnvironment } from '../../core/program-environment';
import { readFrom } from './child-pipes';
import { type ContainedSpec, type Containment, type ProgramEnd } from './containment';
import { mountCommands, type MountPlan, quote } from './private-mounts';
import { signalProcess } from './process-group';
import { attemptMarker, lookAtAllProcesses } from './process-search.mjs';
import { removeTree } from './remove-tree';

/**
 * A PID namespace with its own /proc, made and entered with util-linux. Its first process only waits on a pipe from
 * the backend: when that closes, even by kill -9 of the backend, the process ends, and the kernel kills everything
 * in the namespace with it; nothing in the namespace can kill or stop it. The program is put in beside it, so that
 * its exit status comes to the backend as it is. Its mount namespace is the attempt's own: what a container sees at
 * /opt/ml is mounted there before the first process says that it is ready (see private-mounts.ts).
 */
const toolPath = 'PATH=/usr/sbin:/usr/bin:/sbin:/bin';

/** The tools stay outside, where their mark tells whose they are, and the program cannot read it. */
const toolEnvironment = (folder: string) =>
  programEnvironment({
    PATH: toolPath.slice('PATH='.length),
    LC_ALL: 'C',
    [attemptMarker]: folder,
  });

/** Whoever ignores SIGCHLD has its dead children taken away by the kernel: orphans come to the first process. */
const firstProcess = [
  'echo ready',
  'if env --ignore-signal=CHLD true 2>/dev/null; then exec env --ignore-signal=CHLD cat >/dev/null; fi',
  // bash waits for every child that it gets.
  "if command -v bash >/dev/null; then exec bash --norc --noprofile -c 'while read -r _; do :; done'; fi",
  'exec cat >/dev/null',
];

const isRoot = (): boolean => process.getuid?.() === 0;
const startMs = 10_000;

interface Namespace {
  keeper: ChildProcess;
  pid: number;
  name: string;
}

const failure = (message: string, code = 'EPERM'): Error => Object.assign(new Error(message), { code });

/** Mounting needs the root of a namespace; the program enters another one then, as the user it is. */
const makeNamespace = async (folder: string, plan?: MountPlan): Promise<Namespace> => {
  const commands = plan ? ['set -e', 'umask 022', ...mountCommands(plan), 'set +e'] : [];
  const asUser = isRoot() ? [] : ['--user', plan ? '--map-root-user' : '--map-current-user'];
  const named = plan?.hostName === undefined ? [] : ['--uts'];
  if (plan?.hostName !== undefined)
    commands.push(
      `hostname ${quote(plan.hostName)} 2>/dev/null || echo ${quote(plan.hostName)} >/proc/sys/kernel/hostname`,
    );
  const shell = ['env', '-i', toolPath, 'LC_ALL=C', '/bin/sh', '-s'];
  const keeper = spawn(
    'unshare',
    [...asUser, ...named, '--fork', '--pid', '--mount-proc', '--kill-child', '--', ...shell],
    { cwd: '/', env: toolEnvironment(folder), detached: true, stdio: ['pipe', 'pipe', 'pipe'] },
  );
  keeper.stdin.on('error', () => undefined);
  // The pipe stays open: its end is the namespace's.
  keeper.stdin.write(`${[...commands, ...firstProcess].join('\n')}\n`);
  // What was said only explains why there is no namespace.
  const said = text(keeper.stderr).catch(() => '');
  const ready = await new Promise<boolean>((resolve) => {
    const timer = setTimeout(resolve, startMs, false);
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

/**
 * What a shell in the namespace reads from its standard input, so that neither the environment nor the arguments are
 * those of a tool outside. The program leads a session of its own and has its errors on descriptor 3.
 */
const startScript = ({ program, args, env, cwd, folder, plan }: ContainedSpec): string => {
  // Whoever sees a container's paths alone is told none of this machine's.
  const marked = plan ? env : { ...env, [attemptMarker]: folder };
  const variables = Object.entries(marked).map(([name, value]) => `${name}=${value}`);
  const words = ['env', '-i', ...variables, program, ...args].map(quote).join(' ');
  // As in a container, whatever the backend keeps for its own files.
  return `umask 022; cd -P -- ${quote(cwd)} && exec setsid ${words} </dev/null 2>&3 3>&-\n`;
};

const ownIds = (): string[] => [
  `--map-user=${process.getuid?.() ?? 0}`,
  `--map-group=${process.getgid?.() ?? 0}`,
];

const enter = (namespace: Namespace, spec: ContainedSpec): ChildProcess => {
  const of = (name: string) => `/proc/${namespace.pid}/ns/${name}`;
  const asUser = isRoot() ? [] : [`--user=${of('user')}`, '--preserve-credentials'];
  const named = spec.plan?.hostName === undefined ? [] : [`--uts=${of('uts')}`];
  const itself = isRoot() || !spec.plan ? [] : ['--user', ...ownIds()];
  // nsenter's own waiting stops when the program stops; unshare's does not.
  const child = spawn(
    'nsenter',
    [
      ...[...asUser, ...named, `--mount=${of('mnt')}`, `--pid=${of('pid_for_children')}`, '--no-fork', '--'],
      ...['unshare', '--fork', ...itself, '--', '/bin/sh', '-s'],
    ],
    { cwd: '/', env: toolEnvironment(spec.folder), detached: true, stdio: ['pipe', 'pipe', 'pipe', 'pipe'] },
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
  const namespace = await makeNamespace(spec.folder, spec.plan);
  const child = enter(namespace, spec);
  if (child.pid === undefined) {
    await endNamespace(namespace);
    throw failure('There is no nsenter.', 'ENOENT');
  }
  const waiter = child.pid;
  const [stdout, said, stderr] = [readFrom(child, 1), readFrom(child, 2), readFrom(child, 3)];
  // What was said only explains an end.
  const diagnosis = text(said).catch(() => '');
  // eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- what Node gives with a process's exit
  const exit = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
  let over = false;
  const exited = exit.then(async ([code, signal]) => {
    over = true;
    return endOf(code, signal, await diagnosis);
  });

  /** The program's process group: it leads one as soon as it has its session. */
  const groupId = (): number | undefined =>
    lookAtAllProcesses().find(({ pid, parent, groupId: group }) => parent === waiter && group === pid)?.pid;

  /** undefined: it ended before it had one. */
  const groupOnceThere = async (): Promise<number | undefined> => {
    for (let group = groupId(); !over; group = groupId()) {
      if (group !== undefined) return group;
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    return undefined;
  };

  return {
    stdout,
    stderr,
    exited,
    keeper: namespace.pid,
    parent: waiter,
    scope: { folder: spec.folder, namespace: namespace.name },
    async standing() {
      await groupOnceThere();
    },
    async signal(name) {
      const group = await groupOnceThere();
      if (group !== undefined) signalProcess(-group, name);
    },
    async kill() {
      await endNamespace(namespace);
      await exit;
    },
  };
};

let allowed: Promise<boolean> | undefined;
let mountsAllowed: Promise<boolean> | undefined;

/** Tries once whether a program can be run this way, and whether it is alone then. */
export const namespacesAreAllowed = (): Promise<boolean> => {
  allowed ??= process.platform === 'linux' ? twice(trySeeingAlone) : Promise.resolve(false);
  return allowed;
};

/** Tries once whether a program can be shown folders at the places of a container. */
export const mountsAreAllowed = (): Promise<boolean> => {
  mountsAllowed ??= namespacesAreAllowed().then((isAllowed) => isAllowed && twice(tryMounts));
  return mountsAllowed;
};

/** A machine that is very busy at the moment must not go without namespaces until the next start. */
const twice = async (attempt: () => Promise<boolean>): Promise<boolean> => (await attempt()) || attempt();

/** What a program prints that ends well; undefined for any other. */
const readOutput = async (spec: ContainedSpec): Promise<string | undefined> => {
  try {
    const program = await inPidNamespace(spec);
    program.stderr.resume();
    const [seen, end] = await Promise.all([text(program.stdout), program.exited]);
    await program.kill();
    return end.code === 0 ? seen.trim() : undefined;
  } catch {
    // A machine without namespaces, or one that allows none: jobs run in process groups there.
    return undefined;
  }
};

const trySeeingAlone = async (): Promise<boolean> => {
  const args = ['-c', 'echo /proc/[0-9]*'];
  const seen = await readOutput({ program: '/bin/sh', args, env: {}, cwd: '/', folder: '/' });
  return seen?.split(' ').length === 2;
};

const tryMounts = async (): Promise<boolean> => {
  const folder = await realpath(await mkdtemp(path.join(tmpdir(), 'spotdeck-mount-')));
  try {
    const base = path.join(folder, 'opt/ml');
    await mkdir(base, { recursive: true });
    await writeFile(path.join(base, 'probe'), 'seen');
    const at = '/opt/ml';
    const mounts = [{ from: path.join(folder, 'opt'), at: '/opt', merged: true as const }];
    const plan = { mounts, hidden: [folder], stage: path.join(folder, 'stage') };
    // Its own folder is hidden, and what it writes arrives there all the same.
    const args = ['-c', `cat /opt/ml/probe; pwd; ls -A ${quote(folder)}; : >/opt/ml/written`];
    const seen = await readOutput({ program: '/bin/sh', args, env: {}, cwd: at, folder, plan });
    return seen === `seen${at}` && existsSync(path.join(base, 'written'));
  } finally {
    await removeTree(folder);
  }
};

/**
 * Whether what is mounted read-only from a folder really cannot be written, by a program that is shown it: not every
 * system lets the root of a namespace mount so, and a folder's file system has a say in it too.
 */
export const readOnlyMountsHold = async (folder: string): Promise<boolean> => {
  if (!(await mountsAreAllowed())) return false;
  const own = await realpath(await mkdtemp(path.join(folder, 'probe-')));
  try {
    const file = path.join(own, 'shown/file');
    await mkdir(path.dirname(file));
    await mkdir(path.join(own, 'opt'));
    await writeFile(file, 'kept');
    const mounts: MountPlan['mounts'] = [
      { from: path.join(own, 'opt'), at: '/opt', merged: true },
      { from: path.dirname(file), at: '/opt/ml/shown', readOnly: true },
    ];
    const plan = { mounts, hidden: [own], stage: path.join(own, 'stage') };
    const args = ['-c', 'cat /opt/ml/shown/file; (echo no >/opt/ml/shown/file) 2>/dev/null; :'];
    const seen = await readOutput({ program: '/bin/sh', args, env: {}, cwd: '/', folder: own, plan });
    return seen === 'kept' && (await readFile(file, 'utf8')) === 'kept';
  } finally {
    await removeTree(own);
  }
};
