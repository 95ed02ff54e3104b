import { homedir } from 'node:os';
import path from 'node:path';
import { FileRefused } from '../../store/guarded-file';
import { AlgorithmError, ClientError, InternalServerError, type JobFailure } from '../../core/job-failure';
import { codeOf, messageOf } from '../../core/thrown';

/**
 * What a person is told of an attempt or an endpoint, in the paths that its container sees: one place that turns
 * any error into a failure, and that takes this machine's paths out of any text.
 */
export interface ReaderWords {
  text(text: string): string;
  /** @param what the file system refused it for: a folder of the container, where an error does not say. */
  failure(error: unknown): JobFailure;
}

/** What the file system says, where the request or the script is its cause. */
const sentences: Readonly<Record<string, string>> = {
  ENAMETOOLONG: 'has too long a name: a file’s or folder’s own name may have 255 bytes',
  ENOTDIR: 'cannot be used: a part of it is a file, where a folder must be',
  EEXIST: 'cannot be made: something else has this name',
  EISDIR: 'is a folder, where a file must be',
  ENOTEMPTY: 'is a folder that holds something, where a file must be',
  ENOENT: 'is not there',
  ELOOP: 'leads through a link, and links are not followed',
  EACCES: 'may not be read or written',
  EPERM: 'may not be read or written',
  EILSEQ: 'has a name that cannot be used',
  ERR_INVALID_ARG_VALUE: 'has a name that cannot be used',
};

/** What the machine lacks: no fault of the job. */
const shortages: Readonly<Record<string, string>> = {
  ENOSPC: 'The disk of the local backend is full.',
  EDQUOT: 'The disk of the local backend is full: its quota is used up.',
  EROFS: 'The disk of the local backend cannot be written to.',
  EIO: 'The disk of the local backend failed.',
  EMFILE: 'The local backend has too many files open.',
  ENFILE: 'The machine has too many files open.',
  ENOMEM: 'The machine has no memory left.',
  EAGAIN: 'The machine can start no further process.',
};

/**
 * What a program finds out of the machine names the folder of the backend, and that of the dashboard around it.
 * @param folder that holds those of all attempts or endpoints, absolute.
 */
export const dataFolders = (folder: string): readonly (readonly [folder: string, name: string])[] => {
  const own = path.dirname(folder);
  const around = path.basename(own) === 'local' ? [path.dirname(own)] : [];
  return [own, ...around].map((each) => [each, '/…'] as const);
};

/** A folder where it is one: /data is neither /opt/ml/input/data nor /data-1 nor /data.csv. */
const wholePath = (folder: string): RegExp => {
  const literal = folder.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
  const end = folder.endsWith('/') ? '' : '(?!\\.?[\\p{L}\\p{N}_\\-])';
  return new RegExp(`(?<![\\p{L}\\p{N}_.\\-])${literal}${end}`, 'gu');
};

/**
 * @param root folder that is `/` in the container, absolute.
 * @param others folders of this machine, with what stands for them.
 * @param building where the root is made before it is renamed into its place, if that is elsewhere
 */
export const createReaderWords = (
  root: string,
  others: readonly (readonly [folder: string, name: string])[] = [],
  building?: string,
): ReaderWords => {
  const roots = building === undefined ? [root] : [building, root];
  const replacements = [
    ...roots.flatMap((one) => [[`${one}/`, '/'] as const, [one, '/'] as const]),
    [path.dirname(root), '/…'] as const,
    ...others,
    [process.cwd(), '/…'] as const,
    [homedir(), '~'] as const,
  ].filter(([folder]) => folder.length > 1);
  const patterns = replacements.map(([folder, name]) => ({ folder, whole: wholePath(folder), name }));
  // Of a log's lines few name a folder, and looking for a plain text is quick.
  const text = (plain: string): string =>
    patterns.reduce(
      (changed, { folder, whole, name }) =>
        changed.includes(folder) ? changed.replace(whole, () => name) : changed,
      plain,
    );

  /** The path as the container sees it; undefined for one that is not of the container. */
  const inContainer = (file: unknown): string | undefined => {
    if (typeof file !== 'string') return undefined;
    const at = roots.find((one) => file === one || file.startsWith(`${one}/`));
    if (at === undefined) return undefined;
    const seen = file.slice(at.length) || '/';
    return seen.length > 200 ? `${seen.slice(0, 200)}…` : seen;
  };

  const ofFileSystem = (error: unknown): JobFailure | undefined => {
    if (!(error instanceof Error)) return undefined;
    const code = codeOf(error);
    const shortage = shortages[code];
    if (shortage !== undefined) return new InternalServerError(shortage, { cause: error });
    const sentence = sentences[code];
    const { syscall, path: source, dest } = error as NodeJS.ErrnoException & { dest?: unknown };
    if (sentence === undefined || (syscall === undefined && code !== 'ERR_INVALID_ARG_VALUE'))
      return undefined;
    // What is renamed into place has a name of the backend's until it is there.
    const seen = inContainer(dest) ?? inContainer(source);
    if (code !== 'ERR_INVALID_ARG_VALUE' && seen === undefined) return undefined;
    return new ClientError(`${seen ?? 'A file of the job'} ${sentence}.`, { cause: error });
  };

  return {
    text,
    failure(error) {
      if (error instanceof AlgorithmError) return new AlgorithmError(text(error.message), { cause: error });
      if (error instanceof ClientError) return new ClientError(text(error.message), { cause: error });
      if (error instanceof InternalServerError) return error;
      // What S3 refuses is the request's fault: a bucket or key that is not there.
      if (['NoSuchBucket', 'NoSuchKey', 'InvalidObjectState'].includes(codeOf(error)))
        return new ClientError(text(messageOf(error)), { cause: error });
      // Guarded reads are relative to the container's root.
      if (error instanceof FileRefused) return new ClientError(`/${text(error.message)}.`, { cause: error });
      const inWords = ofFileSystem(error);
      if (inWords) return inWords;
      const isSystem = error instanceof Error && 'syscall' in error;
      const words = isSystem ? `The local backend met the error ${codeOf(error)}.` : text(messageOf(error));
      return new InternalServerError(words, { cause: error });
    },
  };
};
