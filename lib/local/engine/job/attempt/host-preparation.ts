import { createContainerFolder } from '../../container/container-folder';
import { provideInputs } from '../../container/input-channels';
import { literalPathAdvice, literalPathsIn } from '../../container/literal-paths';
import { mountCommands } from '../../container/private-mounts';
import { buildCommand } from '../../container/training-program';
import { type HostCheckpoints } from './host-checkpoints';
import { type HostContext, searchPathOf } from './host-context';
import { needsImage } from './host-plan';
import { fetchCode } from './submitted-code';

/** Folder, channels, code, checkpoints, image; on a disk that was full it is begun again from the first of them. */
export const prepareHost = async (
  host: HostContext,
  checkpoints: HostCheckpoints | undefined,
  signal: AbortSignal,
): Promise<void> => {
  const { parts, job, plan, holds, log } = host;
  const { folder, program, config } = plan;
  await createContainerFolder(folder, config, host.host, parts.nodeModulesDir);
  // What cannot be shown at its place is told before anything is fetched.
  if (folder.plan) mountCommands(folder.plan);
  // What an earlier try has opened is in a folder that is gone.
  await holds.channels?.close();
  holds.channels = await provideInputs(job.request, host.host, folder, parts.objects, log.warn, signal);
  holds.code = await fetchCode(parts.objects, folder, program);
  await warnOfLiteralPaths(host);
  signal.throwIfAborted();
  await checkpoints?.restore(signal);
  if (needsImage(program)) await provideImage(host, signal);
  holds.command = await buildCommand(program, plan.contract.args, holds.code, folder, searchPathOf(host));
  signal.throwIfAborted();
};

/** Where paths are mapped, a script that names the container's own finds nothing there. */
const warnOfLiteralPaths = async ({ plan, holds, log }: HostContext): Promise<void> => {
  if (plan.folder.plan || plan.program.kind !== 'script') return;
  const found = await literalPathsIn(plan.folder, holds.code);
  if (found.length > 0) log.warn(`/opt/ml is named in ${found.join(', ')}. ${literalPathAdvice}`);
};

const provideImage = async (
  { parts, job, events, holds, log }: HostContext,
  signal: AbortSignal,
): Promise<void> => {
  let waited = false;
  try {
    holds.standIn = await parts.standIns?.provide(
      job.request.AlgorithmSpecification.TrainingImage,
      {
        onWait() {
          waited = true;
          void events.onImage();
        },
        onLine: (line) => void log.say([line]),
      },
      signal,
    );
  } finally {
    if (waited) events.onImageReady();
  }
  if (holds.standIn?.sentence !== undefined) await log.say([holds.standIn.sentence]);
};
