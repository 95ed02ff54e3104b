import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { programEnvironment } from '../../core/program-environment';
import { type CreateTrainingJobInput } from '../../core/requests/create-training-job';
import { type ContainerFolder } from './container-folder';
import {
  FileRefused,
  hasFile,
  lookGuarded,
  openGuarded,
  readStart,
  sentences,
} from '../../store/guarded-file';
import { ClientError } from '../../core/job-failure';
import { quote } from './private-mounts';
import { readFrameworkImage } from './framework-image';
import { type S3Location, parseS3Uri } from '../../core/s3-uri';
import { readScriptHyperparameters } from './script-hyperparameters';

/** What a job wants run, as far as its request tells. */
export type TrainingProgram =
  | { kind: 'entrypoint'; command: string[] }
  /** An image that trains without a script: a module of the stand-in's. */
  | { kind: 'algorithm'; module: string }
  | { kind: 'script'; script: string; source: S3Location | { containerPath: string } };

const supported =
  'The local backend runs Node.js (.mjs, .js, .cjs), Python (.py) and shell (.sh) scripts, not container images: give ' +
  'the script in the hyperparameter sagemaker_program and its sourcedir.tar.gz in sagemaker_submit_directory, or a ' +
  'ContainerEntrypoint.';

/** @throws ClientError for a job that this backend cannot run. */
export const programOf = (request: CreateTrainingJobInput): TrainingProgram => {
  const { ContainerEntrypoint: entrypoint, ContainerArguments } = request.AlgorithmSpecification;
  if (entrypoint?.length)
    return { kind: 'entrypoint', command: [...entrypoint, ...(ContainerArguments ?? [])] };

  const { platform } = readScriptHyperparameters(request.HyperParameters ?? {});
  const script = platform.sagemaker_program ?? request.Environment?.SAGEMAKER_PROGRAM;
  const source = platform.sagemaker_submit_directory ?? request.Environment?.SAGEMAKER_SUBMIT_DIRECTORY;
  if (script === undefined && isXGBoost(request.AlgorithmSpecification.TrainingImage)) {
    return { kind: 'algorithm', module: 'sagemaker_xgboost_container.algorithm' };
  }
  if (typeof script !== 'string' || script === '') {
    throw new ClientError(`The job names no program. ${supported}`);
  }
  if (!/\.(mjs|cjs|js|py|sh)$/.test(script)) throw new ClientError(`${script} cannot be run. ${supported}`);
  if (typeof source !== 'string' || source === '') {
    throw new ClientError(`The job says not where ${script} is (sagemaker_submit_directory). ${supported}`);
  }
  return {
    kind: 'script',
    script,
    source: source.startsWith('/')
      ? { containerPath: source }
      : parseS3Uri(source, 'sagemaker_submit_directory'),
  };
};

const isXGBoost = (image = ''): boolean => readFrameworkImage(image)?.framework === 'xgboost';

export interface Command {
  program: string;
  /** What a person is shown for `program`, which may be an interpreter's place on this machine. */
  shown: string;
  args: string[];
  cwd: string;
}

const interpreters: Record<string, (searchPath: string) => Promise<string>> = {
  node: async () => process.execPath,
  python: (searchPath) => findPython(searchPath),
  python3: (searchPath) => findPython(searchPath),
  sh: async () => '/bin/sh',
};

/**
 * The real Python, past any launcher (pyenv's needs the user's HOME, which a container does not have).
 * @throws ClientError if there is none.
 */
export const findPython = async (searchPath: string): Promise<string> => {
  try {
    const { stdout } = await promisify(execFile)('python3', ['-c', 'import sys; print(sys.executable)'], {
      env: programEnvironment({ PATH: searchPath, HOME: process.env.HOME ?? '/' }),
    });
    return stdout.trim();
  } catch (error) {
    throw new ClientError('The job needs Python, and no working python3 was found on the PATH.', {
      cause: error,
    });
  }
};

/** @throws ClientError if the script is not in the code folder, or its interpreter is missing. */
export const buildCommand = async (
  program: TrainingProgram,
  scriptArgs: readonly string[],
  code: string,
  folder: ContainerFolder,
  searchPath: string,
): Promise<Command> => {
  if (program.kind === 'entrypoint') {
    const [name = '', ...args] = program.command.map(folder.map);
    const interpreter = await interpreters[name]?.(searchPath);
    return { program: interpreter ?? name, shown: name, args, cwd: folder.see(code) };
  }
  if (program.kind === 'algorithm') {
    return {
      program: await findPython(searchPath),
      shown: 'python3',
      args: ['-m', program.module],
      cwd: folder.see(folder.code),
    };
  }
  const script = path.posix.normalize(program.script);
  const isInside = !path.isAbsolute(script) && script !== '..' && !script.startsWith('../');
  if (!isInside) {
    throw new ClientError(
      `sagemaker_program must lie in the submitted folder, and ${program.script} does not.`,
    );
  }
  checkScript(folder, code, script);
  const cwd = folder.see(code);
  const place = code.slice(folder.root.length + 1);
  const extension = path.extname(script);
  if (extension === '.sh') return shellCommand(script, scriptArgs, { root: folder.root, place, cwd });
  const name = extension === '.py' ? 'python3' : 'node';
  const interpreter = (await interpreters[name]?.(searchPath)) ?? name;
  // A folder with setup.py is installed, and its module run.
  const isPackage = extension === '.py' && hasFile(folder.root, path.posix.join(place, 'setup.py'));
  const start = isPackage ? ['-m', program.script.replace(/\.py$/, '')] : [program.script];
  return { program: interpreter, shown: name, args: [...start, ...scriptArgs], cwd };
};

/** A shell script is run by its first line, as the toolkit has the shell do; by bash where it has none. */
const shellCommand = async (
  script: string,
  scriptArgs: readonly string[],
  { root, place, cwd }: { root: string; place: string; cwd: string },
): Promise<Command> => {
  const name = path.posix.join(place, script);
  if ((await readStart(root, name, 2)).toString('latin1') !== '#!') {
    const shell = existsSync('/bin/bash') ? '/bin/bash' : '/bin/sh';
    return { program: shell, shown: path.basename(shell), args: [script, ...scriptArgs], cwd };
  }
  const { handle } = await openGuarded(root, name);
  await handle.chmod(0o755).finally(() => handle.close());
  const words = [`./${script}`, ...scriptArgs].map(shellWord).join(' ');
  return { program: '/bin/sh', shown: '/bin/sh', args: ['-c', words], cwd };
};

/** As Python's shlex.quote. */
const shellWord = (word: string): string => (/^[\w@%+=:,./-]+$/.test(word) ? word : quote(word));

const checkScript = ({ root }: ContainerFolder, code: string, script: string): void => {
  try {
    if (lookGuarded(root, `${code.slice(root.length + 1)}/${script}`).isFile()) return;
  } catch (error) {
    if (!(error instanceof FileRefused)) throw error;
    if (error.refusal === 'missing' || error.refusal === 'not-folder') {
      throw new ClientError(`${script} is not in the submitted sourcedir.tar.gz.`, { cause: error });
    }
    throw new ClientError(`The submitted ${script} cannot be run: it ${sentences[error.refusal]}.`, {
      cause: error,
    });
  }
  throw new ClientError(`The submitted ${script} cannot be run: it is not a regular file.`);
};
