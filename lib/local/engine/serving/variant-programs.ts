import { type JobLog } from '../metrics/job-log';
import { choosePaths } from '../container/containment';
import { type RunningProgram, runProgram } from '../container/process-runner';
import { type ReaderWords } from '../container/reader-words';
import { type StandIn } from '../stand-in/stand-ins';
import { type EndpointFolder, needsImage, servingCommand, servingView } from './endpoint-folder';
import { servingEnvironmentOf } from './serving-environment';
import { type ServingParts, type VariantPlace } from './serving-parts';
import { onlyContainerOf } from './variant-rules';

export interface VariantPrograms {
  /** @throws ClientError if there is no program that this machine can run; the signal's reason */
  launch(folder: EndpointFolder, port: number): Promise<RunningProgram>;
  /** The one that was launched last, dead or alive. */
  last(): RunningProgram | undefined;
  /** No further one will be launched: what stood in for the image may go. */
  release(): void;
}

export interface ProgramSurroundings {
  log: JobLog;
  words: ReaderWords;
  signal: AbortSignal;
  /** Told of the lines of stderr, as they were written. */
  onComplaint(lines: readonly string[]): void;
}

/** The programs of one variant, one life after another: all run in the same stand-in, and write into the same log. */
export const createVariantPrograms = (
  parts: ServingParts,
  { variant }: VariantPlace,
  { log, words, signal, onComplaint }: ProgramSurroundings,
): VariantPrograms => {
  let standIn: StandIn | undefined;
  let last: RunningProgram | undefined;

  const provideStandIn = async (image: string | undefined) => {
    const waiting = { onWait: () => undefined, onLine: (line: string) => void log.write([line]) };
    standIn ??= await parts.standIns?.provide(image, waiting, signal);
    if (standIn?.sentence !== undefined) await log.write([standIn.sentence]);
  };

  return {
    async launch(folder, port) {
      const container = onlyContainerOf(variant);
      const view = servingView(folder, parts.nodeModulesDir, await choosePaths(parts.isolation));
      if (needsImage(folder, container)) await provideStandIn(container.Image);
      const searchPath = standIn?.searchPath ?? parts.searchPath;
      const command = await servingCommand(folder, container, searchPath, view, standIn?.modules);
      const site = { folder, view, searchPath, endpointUrl: parts.endpointUrl(), port };
      last = runProgram(
        {
          ...command,
          plan: view.plan,
          folder: folder.root,
          isolation: parts.isolation,
          env: servingEnvironmentOf(site, container, command),
          onLines(lines, source) {
            if (source === 'stderr') onComplaint(lines);
            return log.write(lines.map(words.text));
          },
        },
        parts.clock,
      );
      return last;
    },
    last: () => last,
    release: () => standIn?.release(),
  };
};
