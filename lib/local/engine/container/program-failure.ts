import path from 'node:path';
import { FileRefused, readStart } from '../../store/guarded-file';
import { type ContainerFolder } from './container-folder';
import { AlgorithmError } from '../../core/job-failure';
import { literalPathAdvice, namesLiteralPath } from './literal-paths';
import { type ProgramEnd } from './process-runner';
import { type ReaderWords } from './reader-words';
import { type ErrorClass, failureText, lastWholeLines } from './toolkit-report';
import { type Command } from './training-program';

export interface FailedProgram {
  end: ProgramEnd;
  errorClass: ErrorClass;
  /** The last lines of stderr. */
  output: readonly string[];
  command: Command;
}

/** Why a program could not be started, by the system's code. */
const startErrors: Readonly<Record<string, string>> = {
  E2BIG: 'its arguments and its environment are too long (128 KiB each, 1 MiB together)',
  EINVAL: 'its arguments or its environment hold a NUL character',
};

/** Characters of the output that are quoted. */
const quotedCharacters = 600;
/** Bytes of /opt/ml/output/failure that are read: FailureReason shows the first 1024 characters. */
const failureBytes = 4096;

/** What the program wrote to /opt/ml/output/failure, or what the training toolkit would say. */
export const describeFailure = async (
  folder: ContainerFolder,
  words: ReaderWords,
  warn: (message: string) => void,
  { end, errorClass, output, command }: FailedProgram,
): Promise<AlgorithmError> => {
  if (end.error !== undefined) {
    const reason = startErrors[end.error] ?? words.text(end.error);
    return new AlgorithmError(`${words.text(command.shown)} could not be started: ${reason}`);
  }
  const written = words.text(await failureFile(folder, warn));
  if (written !== '') return new AlgorithmError(written);
  const isLiteral = folder.plan === undefined && namesLiteralPath(folder, output);
  const quoted = lastWholeLines(
    output.map(words.text),
    isLiteral ? quotedCharacters - literalPathAdvice.length : quotedCharacters,
  );
  const failure = words.text(failureText(errorClass, end, quoted, command));
  return new AlgorithmError(isLiteral ? `${literalPathAdvice}\n${failure}` : failure);
};

const failureFile = async (folder: ContainerFolder, warn: (message: string) => void): Promise<string> => {
  try {
    const name = path.join(folder.output, 'failure').slice(folder.root.length + 1);
    return (await readStart(folder.root, name, failureBytes)).toString('utf8');
  } catch (error) {
    if (!(error instanceof FileRefused)) throw error;
    if (error.refusal !== 'missing') warn(`/${error.message}: it is not read.`);
    return '';
  }
};
