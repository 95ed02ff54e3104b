import { type CodeInstall, codeInstall } from '../../container/code-install';
import { type ProgramEnd } from '../../container/process-runner';
import { failureLine, invocationLines, successLine, warningLine } from '../../container/toolkit-report';
import { type Command } from '../../container/training-program';
import { startHostMetrics } from '../../metrics/host-metrics';
import { missingModuleAdvice } from '../../stand-in/missing-module';
import { type HostCheckpoints } from './host-checkpoints';
import { type HostContext } from './host-context';
import { runCommand } from './host-program';
import { goesOn, reportOf } from './host-state';
import { unappliedSettings } from './unapplied-settings';

/** Installs what the code needs and runs the program, with the lines of the training toolkit around it. */
export const trainHost = async (
  host: HostContext,
  checkpoints: HostCheckpoints | undefined,
): Promise<ProgramEnd> => {
  const { plan, holds } = host;
  const { command } = holds;
  if (!command) throw new Error('An attempt must be prepared before it trains.');
  const needed = codeInstall(plan.program, holds.code, plan.folder, command.program);
  const failed = needed && (await install(host, checkpoints, needed));
  if (failed) return failed;
  await announce(host, command);
  checkpoints?.start();
  const stopHostMetrics = startHostMetrics(
    host.parts,
    `${host.job.name}/${host.host.name}`,
    () => holds.running?.processes() ?? [],
    plan.folder.root,
  );
  try {
    const end = await runCommand(host, checkpoints, command);
    const broken = holds.channels?.failure();
    if (broken && !host.state().order) throw broken;
    await tellEnd(host, end);
    return end;
  } finally {
    stopHostMetrics();
  }
};

/** @returns the end of an installation that the program does not follow */
const install = async (
  host: HostContext,
  checkpoints: HostCheckpoints | undefined,
  { command, errorClass }: CodeInstall,
): Promise<ProgramEnd | undefined> => {
  host.happened({ type: 'installing', errorClass });
  const end = await runCommand(host, checkpoints, command);
  if (!goesOn(host.state(), end)) {
    host.holds.command = command;
    return end;
  }
  host.happened({ type: 'installed' });
  return undefined;
};

const announce = async ({ parts, job, plan, log }: HostContext, command: Command): Promise<void> => {
  const now = () => parts.clock.now();
  await log.say(unappliedSettings(job.request).map((line) => warningLine(line, now())));
  if (plan.program.kind !== 'algorithm') await log.say(invocationLines(plan.contract, command, now()));
};

const tellEnd = async (host: HostContext, end: ProgramEnd): Promise<void> => {
  const { parts, holds, log } = host;
  const report = reportOf(host.state(), end);
  if (report === undefined) return;
  const advice =
    holds.standIn && report === 'failure' ? missingModuleAdvice(host.state().stderrTail) : undefined;
  if (advice !== undefined) log.warn(advice);
  const line = report === 'success' ? successLine : failureLine;
  await log.say([line(parts.clock.now())]);
};
