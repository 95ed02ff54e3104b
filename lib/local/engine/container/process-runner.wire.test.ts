import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../core/clock';
import { type Isolation } from './containment';
import { namespacesAreAllowed } from './containment-namespace';
import { listJobProcesses } from './job-processes';
import { type ProgramSpec, runProgram, type RunningProgram } from './process-runner';

const onLinux = process.platform === 'linux';
const isolations: Isolation[] = (await namespacesAreAllowed())
  ? ['auto', 'process-group']
  : ['process-group'];

let folder: string;
let running: RunningProgram[];
let lines: string[];
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "spotdeck's runner-"));
  running = [];
  lines = [];
});
afterEach(async () => {
  await Promise.all(running.map((program) => program.kill()));
  expect(listJobProcesses({ folder })).toEqual([]);
  rmSync(folder, { recursive: true, force: true });
});

const start = (isolation: Isolation, spec: Partial<ProgramSpec>): RunningProgram => {
  const program = runProgram(
    {
      program: '/bin/sh',
      args: [],
      env: { PATH: process.env.PATH ?? '' },
      cwd: folder,
      folder,
      isolation,
      onLines: (more) => void lines.push(...more),
      ...spec,
    },
    systemClock,
  );
  running.push(program);
  return program;
};
const shell = (isolation: Isolation, script: string, spec: Partial<ProgramSpec> = {}) =>
  start(isolation, { args: ['-c', script], ...spec });

/** Processes of the machine whose command line holds the text. */
const withCommand = (text: string): string[] =>
  execFileSync('ps', ['-eo', 'pid,args'])
    .toString()
    .split('\n')
    .filter((line) => line.includes(text) && !line.includes('ps -eo'));

let unique = 4_000_000;
/** A sleep that can be told from every other. */
const sleepSeconds = () => String((unique += 1) + process.pid * 10_000_000);

describe.each(isolations)('a program, kept together by %s', (isolation) => {
  it.each([
    ['exit 0', { code: 0, signal: null }],
    ['exit 7', { code: 7, signal: null }],
    ['exit 137', { code: 137, signal: null }],
    ['kill -9 $$', { code: null, signal: 'SIGKILL' }],
    ['kill -15 $$', { code: null, signal: 'SIGTERM' }],
    ['kill -11 $$', { code: null, signal: 'SIGSEGV' }],
    ['exec 1>&- 2>&-; exit 3', { code: 3, signal: null }],
  ])('that does `%s` ends so', async (script, end) => {
    expect(await shell(isolation, script).ended).toEqual(end);
  });

  it.each([
    ['is not there', { program: 'no-such-program' }, 'ENOENT'],
    ['may not be executed', { program: '/etc/passwd' }, 'EACCES'],
    ['is a folder', { program: '/etc' }, 'EACCES'],
    ['has a variable with NUL', { env: { A: 'a\0b' } }, 'EINVAL'],
    ['has an argument with NUL', { args: ['a\0b'] }, 'EINVAL'],
    ['has too long a variable', { env: { A: 'a'.repeat(200_000) } }, 'E2BIG'],
  ])('that %s is not started', async (_what, spec, error) => {
    expect(await start(isolation, spec).ended).toEqual({ code: null, signal: null, error });
  });

  it('gets its arguments, environment, and folder as they are, and nothing else', async () => {
    const odd = `it's "odd" $HOME \`x\` \\ \n end é`;
    const env = { PATH: process.env.PATH ?? '', 'SM_HP_A-B': odd, EMPTY: '' };
    const script =
      'console.log(JSON.stringify([process.argv.slice(1), process.env, process.cwd(), process.umask()]))';
    await start(isolation, { program: process.execPath, args: ['-e', script, '--', odd, ''], env }).ended;
    const [args, seen, cwd, umask] = JSON.parse(lines.join('')) as [
      string[],
      Record<string, string>,
      string,
      number,
    ];
    expect(args).toEqual([odd, '']);
    expect(seen).toEqual({ ...env, SPOTDECK_ATTEMPT: folder });
    expect(cwd).toBe(folder);
    expect(umask).toBe(0o022);
  });

  it('cannot reach what runs around it by variables of its own', async () => {
    const trap = path.join(folder, 'trap.cjs');
    writeFileSync(trap, `require('fs').appendFileSync(${JSON.stringify(path.join(folder, 'loaded'))}, 'x');`);
    const env = {
      PATH: process.env.PATH ?? '',
      NODE_OPTIONS: `--require ${trap.replaceAll(' ', '\\ ').replaceAll("'", "\\'")}`,
      LD_PRELOAD: path.join(folder, 'no-such-library.so'),
      ENV: trap,
      BASH_ENV: trap,
    };
    shell(isolation, 'exit 5', { env });
    expect(await running[0]!.ended).toEqual({ code: 5, signal: null });
    expect(existsSync(path.join(folder, 'loaded'))).toBe(false);
  });

  it('takes along everything it started when it ends, however that tried to get away', async () => {
    const seconds = sleepSeconds();
    const script =
      `(setsid env -i sleep ${seconds} &) & nohup sleep ${seconds} >/dev/null 2>&1 & ` +
      `(trap '' TERM HUP INT; setsid sh -c 'trap "" TERM HUP; sleep ${seconds} & wait' &) & sleep 0.3; echo started`;
    expect(await shell(isolation, script).ended).toEqual({ code: 0, signal: null });
    expect(lines).toContain('started');
    expect(withCommand(seconds)).toEqual([]);
  });

  it('gets SIGTERM as a group, its time to end, and its end', async () => {
    const seconds = sleepSeconds();
    const program = shell(isolation, `trap 'echo noted; exit 4' TERM; sleep ${seconds} & echo ready; wait`);
    await expect.poll(() => lines, { timeout: 10_000 }).toContain('ready');
    expect(await program.terminate(20_000)).toEqual({ code: 4, signal: null });
    expect(lines).toContain('noted');
    expect(withCommand(seconds)).toEqual([]);
  });

  it('is killed where it ignores SIGTERM', async () => {
    const program = shell(isolation, `trap '' TERM; echo ready; while :; do sleep 0.1; done`);
    await expect.poll(() => lines, { timeout: 10_000 }).toContain('ready');
    expect(await program.terminate(100)).toEqual({ code: null, signal: 'SIGKILL' });
  });

  it('stands still while it is looked at before a signal', async () => {
    const counter = path.join(folder, 'counter');
    const program = start(isolation, {
      args: ['-c', 'echo x >>"$0"; echo ready; while :; do echo x >>"$0"; done', counter],
    });
    await expect.poll(() => lines, { timeout: 10_000 }).toContain('ready');
    const sizes: number[] = [];
    await program.terminate(10_000, async () => {
      for (let look = 0; look < 2; look += 1) {
        sizes.push(readFileSync(counter).length);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    });
    expect(sizes[0]).toBeGreaterThan(0);
    expect(sizes[1]).toBe(sizes[0]);
  });

  it.runIf(onLinux)('that stops itself can be ended, and ends by itself once it goes on', async () => {
    const stopped = shell(isolation, 'echo ready; kill -STOP $$; exit 6');
    await expect.poll(() => stopped.processes().some(({ still }) => still), { timeout: 10_000 }).toBe(true);
    expect(await stopped.kill()).toEqual({ code: null, signal: 'SIGKILL' });
    const woken = shell(isolation, '(sleep 0.3; kill -CONT $$) & kill -STOP $$; wait; exit 6');
    expect(await woken.ended).toEqual({ code: 6, signal: null });
  });

  it('is ended in order at whatever moment of its start that is asked, and looked at before', async () => {
    // A large environment makes the start long enough to be met in the middle.
    const large = Object.fromEntries(
      Array.from({ length: 8 }, (_, at) => [`LARGE_${at}`, 'x'.repeat(100_000)]),
    );
    const env = { PATH: process.env.PATH ?? '', ...large };
    for (let ms = 0; ms < 30; ms += 2) {
      const program = shell(isolation, 'sleep 60', { env });
      await program.started;
      const until = performance.now() + ms;
      while (performance.now() < until) await new Promise((resolve) => setImmediate(resolve));
      expect(await program.terminate(5_000, () => Promise.resolve()), `after ${ms} ms`).toMatchObject({
        signal: 'SIGTERM',
      });
    }
  }, 120_000);

  it('can be ended before it has started', async () => {
    const program = shell(isolation, 'sleep 60');
    expect(await program.kill()).toMatchObject({ code: null });
    expect(await shell(isolation, 'sleep 60').terminate(10_000)).toMatchObject({
      code: null,
      signal: 'SIGTERM',
    });
  });

  it('that floods its output is read no faster than its lines are taken, and can be ended', async () => {
    let taken = 0;
    const program = start(isolation, {
      args: ['-c', 'yes'],
      async onLines(more) {
        taken += more.length;
        await new Promise((resolve) => setTimeout(resolve, 5));
      },
    });
    await expect.poll(() => taken, { timeout: 10_000 }).toBeGreaterThan(1000);
    expect(await program.terminate(5000)).toMatchObject({ signal: 'SIGTERM' });
  });

  it('whose lines cannot be taken is ended, and not left waiting at its pipe', async () => {
    const program = start(isolation, {
      args: ['-c', 'yes'],
      onLines: () => Promise.reject(new Error('no room')),
    });
    expect(await program.ended).toMatchObject({ code: null, error: 'no room' });
  });

  it('that starts processes faster than one can look at them is ended whole', async () => {
    const seconds = sleepSeconds();
    const script = `f() { sleep ${seconds} & [ "$1" -gt 0 ] && f $(($1 - 1)) & sleep ${seconds}; }; for i in 1 2 3 4; do f 40 & done; echo ready; wait`;
    const program = shell(isolation, script);
    await expect.poll(() => lines, { timeout: 10_000 }).toContain('ready');
    await program.kill();
    expect(withCommand(seconds)).toEqual([]);
  });
});

describe.runIf(isolations.includes('auto'))('a program in a namespace of its own', () => {
  it('sees its own processes alone, and no environment but its own', async () => {
    process.env.SPOTDECK_TEST_CREDENTIAL = 'of-the-backend';
    try {
      await shell('auto', 'ls -d /proc/[0-9]*; cat /proc/[0-9]*/environ | tr "\\0" "\\n"').ended;
    } finally {
      delete process.env.SPOTDECK_TEST_CREDENTIAL;
    }
    expect(lines.filter((line) => line.startsWith('/proc/')).length).toBeLessThanOrEqual(4);
    expect(lines.join('\n')).not.toContain('of-the-backend');
  });

  it('cannot end or stop what keeps it, nor anything outside', async () => {
    const end = await shell('auto', 'kill -9 1; kill -STOP 1; kill -TERM 1; kill -9 -1; echo alive; exit 9')
      .ended;
    expect(end).toEqual({ code: 9, signal: null });
    expect(lines).toContain('alive');
  });

  it('leaves no dead child of a child behind', async () => {
    const script =
      'for i in 1 2 3 4 5; do (sleep 0.01 &) ; done; sleep 0.3; grep -c "^State:.Z" /proc/[0-9]*/status | grep -c ":1$"';
    await shell('auto', script).ended;
    expect(lines.at(-1)).toBe('0');
  });
});
