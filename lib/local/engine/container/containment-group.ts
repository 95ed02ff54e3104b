import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { programEnvironment } from '../../core/program-environment';
import { readFrom, writeTo } from './child-pipes';
import { type Containment, type ProgramEnd } from './containment';
import { killJob, type JobScope } from './job-processes';
import { signalProcess } from './process-group';
import { attemptMarker, lookAtProcess } from './process-search.mjs';

const shim = fileURLToPath(new URL('./container-shim.mjs', import.meta.url));

const endSchema = z.object({
  code: z.number().nullable().default(null),
  signal: z.string().nullable().default(null),
  error: z.string().optional(),
});

/** @param report the shim's lines: that it has started the program, and how that ended. */
const parseEnd = (report: string): ProgramEnd => {
  const [, line] = report.split('\n');
  // Without the second the shim was killed with its group.
  return line ? endSchema.parse(JSON.parse(line)) : { code: null, signal: 'SIGKILL' };
};

/** A process group led by container-shim.mjs, which ends what left the group too, as far as it can be found. */
export const inProcessGroup: Containment = async ({ program, args, env, cwd, folder }) => {
  const child = spawn(process.execPath, [shim], {
    cwd: '/',
    env: programEnvironment({}),
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe', 'pipe', 'pipe'],
  });
  // With an error event the process has not started, and there is no pid.
  if (child.pid === undefined) throw (await once(child, 'error'))[0];
  const pid = child.pid;
  const exit = once(child, 'exit');
  const [control, order] = [writeTo(child, 0), writeTo(child, 4)];
  const [stdout, stderr, report] = [readFrom(child, 1), readFrom(child, 2), readFrom(child, 3)];
  // The shim may die before it reads: then it reports nothing.
  for (const pipe of [control, order]) pipe.on('error', () => undefined);
  order.end(JSON.stringify({ program, args, env: { ...env, [attemptMarker]: folder }, cwd, folder }));
  // Cut off by the end of the shim: no report says how it ended.
  const reported = text(report).catch(() => '');
  // Before that the shim itself would take a signal's default end.
  const hasStarted = Promise.race([once(report, 'data').catch(() => undefined), exit]);
  const standing = async () => void (await hasStarted);
  const scope: JobScope = { folder, groupId: pid, since: lookAtProcess(pid)?.startTime ?? 0, except: [pid] };

  return {
    stdout,
    stderr,
    keeper: pid,
    parent: pid,
    scope,
    exited: exit.then(async () => {
      // A stray may hold the descriptor, but it has nothing to say.
      const said = await Promise.race([
        reported,
        new Promise<string>((resolve) => setTimeout(resolve, 1000, '')),
      ]);
      return parseEnd(said);
    }),
    standing,
    async signal(name) {
      await standing();
      signalProcess(-pid, name);
    },
    async kill() {
      // The shim may have been killed alone: its group must not stay behind.
      signalProcess(-pid, 'SIGKILL');
      await exit;
      await killJob(scope);
    },
  };
};
