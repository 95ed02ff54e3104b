/** Names in a checkpoint folder, and the S3 keys they stand for. A name is relative to the folder, with slashes. */

export const uploadingSuffix = '.sagemaker-uploading';
export const uploadedSuffix = '.sagemaker-uploaded';
/** What containers give a file that is still being written; it is never uploaded. */
const ignoredSuffix = '.sagemaker-ignore';

/** Zero-byte files that only tell a script how far the upload is. */
export const isMarker = (name: string): boolean =>
  name.endsWith(uploadingSuffix) || name.endsWith(uploadedSuffix);

export const isNeverUploaded = (name: string): boolean => isMarker(name) || name.endsWith(ignoredSuffix);

/** A name that says it will be renamed: it gets time for that, so that S3 is spared what will not stay. */
export const isTemporary = (name: string): boolean => name.endsWith('.tmp');

const maxNameBytes = 255;
export const maxKeyBytes = 1024;

/**
 * Whether a key below the prefix can be a file of that very name: nothing is cleaned up or normalised, since a
 * key that comes back under another name would be a second object.
 */
export const canBeFile = (name: string): boolean =>
  !name.includes('\0') &&
  name
    .split('/')
    .every((part) => part !== '' && part !== '.' && part !== '..' && Buffer.byteLength(part) <= maxNameBytes);

/** Every folder on the way to a name: `a` and `a/b` for `a/b/c`. */
export const foldersOf = (name: string): string[] => {
  const folders: string[] = [];
  for (let slash = name.indexOf('/'); slash >= 0; slash = name.indexOf('/', slash + 1)) {
    folders.push(name.slice(0, slash));
  }
  return folders;
};

const maxNames = 5;
const maxShownLength = 120;

/** A few of many names for a line of a log, quoted, so that no name can forge a line. */
export const listNames = (names: readonly string[]): string => {
  const shown = names.slice(0, maxNames).map((name) => {
    const quoted = JSON.stringify(name);
    return quoted.length > maxShownLength ? `${quoted.slice(0, maxShownLength)}…"` : quoted;
  });
  const more = names.length - shown.length;
  return `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
};
