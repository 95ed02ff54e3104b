import { type PythonValue, dumpPythonJson, withoutConstants } from './python-value';
import { type ScriptContract } from './container-environment';
import { type ProgramEnd } from './process-runner';
import { type Command } from './training-program';

/**
 * What the training toolkit writes around a script's own output (sagemaker_training/logging_config.py, errors.py).
 */
const logLine = (message: string, level: 'INFO' | 'ERROR' | 'WARNING', at: number): string => {
  const time = new Date(at).toISOString().replace('T', ' ').replace('.', ',').replace('Z', '');
  return `${time} sagemaker-training-toolkit ${level.padEnd(8)} ${message}`;
};

export const commandLine = ({ shown, args }: Command): string => [shown, ...args].join(' ');

/** The block `Invoking user script`, as lines without the empty ones, which CloudWatch does not keep. */
export const invocationLines = (contract: ScriptContract, command: Command, at: number): string[] => {
  const trainingEnv = JSON.stringify(toPlain(contract.trainingEnv), null, 4).split('\n');
  return [
    logLine('Invoking user script', 'INFO', at),
    'Training Env:',
    ...trainingEnv,
    'Environment variables:',
    ...Object.entries(contract.variables).map(([name, value]) => `${name}=${value}`),
    'Invoking script with the following command:',
    commandLine(command),
  ];
};

const toPlain = (value: PythonValue): unknown =>
  JSON.parse(withoutConstants(dumpPythonJson(value), JSON.stringify));

export const successLine = (at: number): string => logLine('Reporting training SUCCESS', 'INFO', at);
export const failureLine = (at: number): string => logLine('Reporting training FAILURE', 'ERROR', at);
export const warningLine = (message: string, at: number): string => logLine(message, 'WARNING', at);

/** Exit code as a shell gives it: 128 and the signal's number. */
const signalNumbers: Readonly<Record<string, number>> = {
  SIGHUP: 1,
  SIGINT: 2,
  SIGQUIT: 3,
  SIGILL: 4,
  SIGABRT: 6,
  SIGBUS: 7,
  SIGFPE: 8,
  SIGKILL: 9,
  SIGSEGV: 11,
  SIGTERM: 15,
};

export const exitCodeOf = ({ code, signal }: ProgramEnd): number =>
  code ?? 128 + (signalNumbers[signal ?? ''] ?? 0);

/**
 * The end of an output, from the start of a line on, in at most `characters`. Of a last line that is longer, its end.
 */
export const lastWholeLines = (lines: readonly string[], characters: number): string => {
  const text = lines.join('\n');
  if (text.length <= characters) return text;
  const end = text.slice(-characters);
  if (text.at(-characters - 1) === '\n') return end;
  const next = end.indexOf('\n');
  return next === -1 ? end : end.slice(next + 1);
};

/** The toolkit's errors of a program that ended with a code other than 0 (errors.py). */
export type ErrorClass = 'ExecuteUserScriptError' | 'InstallModuleError' | 'InstallRequirementsError';

/** Text of /opt/ml/output/failure. @param output the last lines that the script wrote to stderr. */
export const failureText = (
  errorClass: ErrorClass,
  end: ProgramEnd,
  output: string,
  command: Command,
): string => {
  const exitCode = exitCodeOf(end);
  const note = exitCode === 137 ? '\nExtraInfo "OutOfMemory: Process killed by SIGKILL (signal 9)"' : '';
  return `${errorClass}:\nExitCode ${exitCode}\nErrorMessage "${output}"${note}\nCommand "${commandLine(command)}"`;
};
