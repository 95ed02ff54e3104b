import { type MetricSample } from '../../../store/metric-store';
import { containerEnvironment } from '../../container/container-environment';
import { type ProgramEnd, runProgram, type RunningProgram } from '../../container/process-runner';
import { type Command } from '../../container/training-program';
import { pythonPath } from '../../stand-in/stand-ins';
import { type HostCheckpoints } from './host-checkpoints';
import { type HostContext, searchPathOf } from './host-context';
import { type EndOrder } from './host-state';

/** Runs a program of the host to its end; an order to end that came before it counts. */
export const runCommand = async (
  host: HostContext,
  checkpoints: HostCheckpoints | undefined,
  command: Command,
): Promise<ProgramEnd> => {
  const { parts, plan } = host;
  const running = runProgram(
    {
      ...command,
      env: environmentOf(host),
      plan: plan.folder.plan,
      folder: plan.root,
      isolation: parts.isolation,
      onExit: async () => checkpoints?.beforeLeftKilled(),
      onLines: (lines, source) => takeLines(host, lines, source),
    },
    parts.clock,
  );
  host.holds.running = running;
  const keeper = await running.started;
  if (keeper) host.events.onProcess(keeper);
  // An order to end may have come between the end of the preparation and the start of the program.
  const { order } = host.state();
  if (order) carryOut(host, checkpoints, order, running);
  const end = await running.ended;
  host.happened({ type: 'ended', end });
  return end;
};

/** Ends the program that runs, or that will. */
export const endProgram = (
  host: HostContext,
  checkpoints: HostCheckpoints | undefined,
  order: EndOrder,
): void => {
  host.happened({ type: 'ordered', order });
  if (host.holds.running) carryOut(host, checkpoints, order, host.holds.running);
};

/** What fails on the way (an unreadable checkpoint folder, say) must not leave the program running. */
const carryOut = (
  { job }: HostContext,
  checkpoints: HostCheckpoints | undefined,
  order: EndOrder,
  program: RunningProgram,
): void => {
  const ended =
    order.kind === 'kill'
      ? program.kill()
      : program.terminate(order.graceMs, checkpoints && (() => checkpoints.beforeSignal(order)));
  ended.catch((error: unknown) => {
    console.error(`training job ${job.name}: its program could not be ended in order:`, error);
    void program.kill();
  });
};

const takeLines = async (
  { job, parts, plan, log, events, readMetrics, happened }: HostContext,
  lines: readonly string[],
  source: 'stdout' | 'stderr',
): Promise<void> => {
  if (source === 'stderr') happened({ type: 'complained', lines });
  let samples: MetricSample[] = [];
  try {
    samples = await readMetrics(lines, parts.clock.now());
    events.onLines(lines);
  } catch (error) {
    // A record that cannot be written now must not cost the job its lines, nor its life.
    console.error(`training job ${job.name}: its lines could not be evaluated:`, error);
  }
  await log.write(lines.map(plan.printed), samples);
};

const environmentOf = (host: HostContext): Record<string, string> => {
  const { job, parts, plan, holds } = host;
  const { folder, contract } = plan;
  const variables = containerEnvironment({
    job: { name: job.name, arn: job.arn, environment: job.request.Environment },
    folder,
    contract,
    searchPath: searchPathOf(host),
    endpointUrl: parts.endpointUrl(),
  });
  const own = [folder.see(holds.code), folder.see(folder.packages)];
  return { ...variables, ...holds.standIn?.variables, PYTHONPATH: pythonPath(holds.standIn?.modules, own) };
};
