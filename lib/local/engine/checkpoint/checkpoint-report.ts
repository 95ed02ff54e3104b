import { type S3Location } from '../../core/s3-uri';
import { listNames } from './checkpoint-name';
import { messageOf } from '../../core/thrown';

/** What a job's log is told of its checkpoints: each thing once, with a few names, never with a path of this machine. */
export interface CheckpointReport {
  notRestored(names: readonly string[]): void;
  noSpaceToRestore(error: Error): void;
  unnameable(names: readonly string[]): void;
  tooLarge(name: string): void;
  replaced(): void;
  uploadFailed(name: string, error: unknown): void;
  /** S3 takes files again: the next failure is told. */
  uploaded(): void;
  deletionFailed(name: string, error: unknown): void;
  lookFailed(error: unknown): void;
  /** Time is up, and not all that is whole is in S3. */
  notSaved(): void;
  /** Tells what is still to be told. */
  end(): void;
}

/** Times that a failure of S3 is told again after it had passed. */
const maxFailures = 10;
/** Lines about names that S3 cannot have; more are gathered for the end. */
const maxLines = 3;

const textOf = (error: unknown): string =>
  // Node's messages end in the call and the path.
  messageOf(error).replace(/,? (?:\w+ )?'\/.*$/s, '');

export const createCheckpointReport = (
  warn: (message: string) => void,
  { bucket, key }: S3Location,
): CheckpointReport => {
  const prefix = `s3://${bucket}/${key}`;
  const told = new Set<string>();
  const unnameable = new Set<string>();
  let untold: string[] = [];
  let lines = 0;
  let failures = 0;

  const once = (what: string, message: string): void => {
    if (told.has(what)) return;
    told.add(what);
    warn(message);
  };

  const tellUnnameable = (): void => {
    if (untold.length === 0) return;
    const [what, whose] =
      untold.length === 1
        ? ['1 checkpoint file or folder', 'its name']
        : [`${untold.length} checkpoint files or folders`, 'their names'];
    warn(
      `${what} cannot be stored in S3, because ${whose} are not UTF-8 or longer than 1,024 bytes: ${listNames(untold)}.`,
    );
    untold = [];
    lines += 1;
  };

  return {
    notRestored(names) {
      if (names.length === 0) return;
      const what = names.length === 1 ? '1 object was' : `${names.length} objects were`;
      warn(
        `${what} not restored from ${prefix} and stay there as they are, because their keys cannot be file names: ${listNames(names)}.`,
      );
    },
    noSpaceToRestore(error) {
      once('restore', `The disk is full (${textOf(error)}): the checkpoints wait to be restored.`);
    },
    unnameable(names) {
      const fresh = names.filter((name) => !unnameable.has(name));
      for (const name of fresh) unnameable.add(name);
      untold.push(...fresh);
      if (lines < maxLines) tellUnnameable();
    },
    tooLarge(name) {
      once(
        'size',
        `Checkpoint ${listNames([name])} is not uploaded: it is larger than the disk. Others of that size are not, either.`,
      );
    },
    replaced() {
      once(
        'replaced',
        'The checkpoint folder was removed or replaced. What it had in S3 stays there; a new folder in its place is synced.',
      );
    },
    uploadFailed(name, error) {
      once(
        'upload',
        `Checkpoint ${listNames([name])} could not be written to S3, will retry: ${textOf(error)}`,
      );
    },
    uploaded() {
      if (told.delete('upload')) failures += 1;
      if (failures >= maxFailures) told.add('upload');
    },
    deletionFailed(name, error) {
      once(
        'deletion',
        `Checkpoint ${listNames([name])} could not be deleted in S3, will retry: ${textOf(error)}`,
      );
    },
    lookFailed(error) {
      once('look', `Checkpoints could not be synced, will retry: ${textOf(error)}`);
    },
    notSaved() {
      warn('Some checkpoints did not reach S3 before the instance was given back.');
    },
    end: tellUnnameable,
  };
};
