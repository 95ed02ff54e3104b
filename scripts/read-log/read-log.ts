/** The command's own part: its arguments, the files, and what it prints. */
import { createReadStream, statSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { answerOf, createTextLines } from '../../lib/training-log/corpus';
import { type TrainingModel } from '../../lib/training-log/model';
import { createTrainingLogReader } from '../../lib/training-log/reader';
import { linesOfFile } from './lines-of-file';
import { tableOf } from './table';

const USAGE = 'Usage: read-log FILE [--checkpoints FILE] [--json]';

/** Something that the person can put right; the message is the one line they see. */
class UsageError extends Error {}

/** @returns the exit code: 0 read, 1 a file that cannot be read, 2 wrong arguments */
export const readLog = async (args: readonly string[]): Promise<number> => {
  try {
    const { file, checkpoints, json } = argumentsOf(args);
    const model = await modelOf(file, checkpoints);
    process.stdout.write(
      json || !process.stdout.isTTY ? `${JSON.stringify(answerOf(model), null, 1)}\n` : tableOf(model),
    );
    return 0;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return error instanceof UsageError ? 2 : 1;
  }
};

const argumentsOf = (args: readonly string[]) => {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { checkpoints: { type: 'string' }, json: { type: 'boolean', default: false } },
    });
    const [file, ...more] = positionals;
    if (file === undefined) throw new UsageError(`No log is named. ${USAGE}`);
    if (more.length > 0) throw new UsageError(`One log at a time, not ${positionals.length}. ${USAGE}`);
    return { file, checkpoints: values.checkpoints, json: values.json };
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const [message = ''] = error instanceof Error ? error.message.split('. ') : [];
    throw new UsageError(`${message.replace(/\n.*/s, '')}. ${USAGE}`);
  }
};

const modelOf = async (file: string, checkpoints: string | undefined): Promise<TrainingModel> => {
  requireFile(file, 'log');
  if (checkpoints !== undefined) requireFile(checkpoints, 'list of checkpoints');
  const reader = createTrainingLogReader();
  let attempt = 1;
  const lineOf = createTextLines();
  for await (const lines of linesOfFile(createReadStream(file), file)) {
    for (const text of lines) {
      const line = lineOf(text);
      attempt = Math.max(attempt, line.attempt);
      reader.push(line);
    }
  }
  if (checkpoints === undefined) return reader.model();
  const names: string[] = [];
  for await (const lines of linesOfFile(createReadStream(checkpoints), checkpoints)) {
    names.push(...lines.map((name) => name.trim()).filter((name) => name !== ''));
  }
  return reader.model({ stored: [{ attempt, names, complete: true }] });
};

/** @throws Error in the reader's words */
const requireFile = (file: string, what: string): void => {
  let stats;
  try {
    stats = statSync(file);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    throw new Error(
      code === 'ENOENT' || code === 'ENOTDIR'
        ? `There is no ${what} at ${file}.`
        : `The ${what} at ${file} cannot be opened (${code}).`,
    );
  }
  if (stats.isDirectory()) throw new Error(`${path.basename(file) || file} is a folder, not a ${what}.`);
};
