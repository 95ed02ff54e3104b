import { existsSync } from 'node:fs';
import path from 'node:path';
import { type TrainingJobRecord } from '../../../store/training-job-store';
import {
  type ContainerConfig,
  containerConfig,
  type ContainerFolder,
  containerFolder,
} from '../../container/container-folder';
import { type ScriptContract, scriptContract } from '../../container/container-environment';
import { modeOf } from '../../container/input-channels';
import { type JobHost } from '../../container/job-hosts';
import { createReaderWords, dataFolders, type ReaderWords } from '../../container/reader-words';
import { programOf, type TrainingProgram } from '../../container/training-program';
import { type EngineParts } from '../engine-parts';

/** What is settled about a host before anything of it exists: its folder, its program and what that is told. */
export interface HostPlan {
  /** The attempt's folder on this machine, absolute. */
  root: string;
  program: TrainingProgram;
  folder: ContainerFolder;
  config: ContainerConfig;
  contract: ScriptContract;
  words: ReaderWords;
  /** What a program prints, as its container would show it: one whose paths are mapped names this machine's. */
  printed(line: string): string;
}

/** @throws ClientError for a job that this backend cannot run */
export const planHost = (
  parts: EngineParts,
  { name, request }: TrainingJobRecord,
  { number, host, paths }: { number: number; host: JobHost; paths: 'mounted' | 'mapped' },
): HostPlan => {
  const root = unusedFolder(path.join(parts.folder, folderName(name, number, host)));
  const program = programOf(request);
  const folder = containerFolder(root, {
    checkpoints: request.CheckpointConfig,
    nodePackages: paths === 'mounted' ? parts.nodeModulesDir : undefined,
    readOnlyChannels: (request.InputDataConfig ?? [])
      .filter((channel) => modeOf(channel, request) === 'FastFile')
      .map(({ ChannelName }) => ChannelName),
    hostName: host.all.length > 1 ? host.name : undefined,
  });
  const config = containerConfig(request, folder, host);
  const script = program.kind === 'script' ? program.script : undefined;
  const words = createReaderWords(folder.root, [
    [parts.nodeModulesDir, '/node_modules'],
    ...(parts.standIns ? [[parts.standIns.folder, '/environments'] as const] : []),
    ...dataFolders(parts.folder),
  ]);
  return {
    root,
    program,
    folder,
    config,
    contract: scriptContract(name, config, folder, script, host),
    words,
    printed: paths === 'mapped' ? words.text : (line) => line,
  };
};

/** No job's name has an @ in it. */
export const folderName = (job: string, attempt: number, host: Pick<JobHost, 'index' | 'name'>): string =>
  `${job}-${attempt}${host.index === 0 ? '' : `@${host.name}`}`;

/** What is left of an earlier job of this name, and could not be removed, keeps its place. */
export const unusedFolder = (folder: string, exists: (folder: string) => boolean = existsSync): string => {
  for (let count = 0; ; count += 1) {
    const candidate = count === 0 ? folder : `${folder}.${count}`;
    if (!exists(candidate)) return candidate;
  }
};

/** Node's programs need nothing of an image; all others may need its Python. */
export const needsImage = (program: TrainingProgram): boolean =>
  program.kind !== 'script' || /\.(py|sh)$/.test(program.script);
