import 'server-only';
import { createGzip } from 'node:zlib';
import { type Readable } from 'node:stream';
import { pack } from 'tar-stream';
import { SpotdeckError } from '../errors/spotdeck-error';

/** One file of a training script's folder. `path` is relative, with forward slashes. */
export interface SourceFile {
  path: string;
  bytes: Uint8Array;
}

/** Far above any script, far below what a mistaken folder (a data set, node_modules) holds. */
export const maxSourceBytes = 50 * 1024 * 1024;
export const maxSourceFiles = 2000;

/**
 * Packs a script's folder as sourcedir.tar.gz. The same files give the same bytes, whatever the clock says.
 * @throws {SpotdeckError} invalid-input: no files, too many, too large, or a path that leaves the folder
 */
export const packSource = (files: readonly SourceFile[]): Readable => {
  const checked = checkSource(files);
  const archive = pack();
  const add = async () => {
    for (const { path, bytes } of checked) {
      await new Promise<void>((resolve, reject) => {
        const executable = path.endsWith('.sh');
        archive.entry(
          { name: path, mode: executable ? 0o755 : 0o644, mtime: new Date(0) },
          Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
          (error) => (error ? reject(error) : resolve()),
        );
      });
    }
    archive.finalize();
  };
  add().catch((error: Error) => archive.destroy(error));
  const gzip = createGzip();
  archive.on('error', (error) => gzip.destroy(error));
  return archive.pipe(gzip);
};

/** The files in order of path, each path normalised. */
export const checkSource = (files: readonly SourceFile[]): SourceFile[] => {
  if (files.length === 0) {
    throw new SpotdeckError(
      'invalid-input',
      'The source folder is empty. Choose a folder or files.',
      'source',
    );
  }
  if (files.length > maxSourceFiles) {
    throw new SpotdeckError(
      'invalid-input',
      `The source has ${files.length} files, more than ${maxSourceFiles}. Leave out data and installed packages.`,
      'source',
    );
  }
  const size = files.reduce((sum, { bytes }) => sum + bytes.byteLength, 0);
  if (size > maxSourceBytes) {
    throw new SpotdeckError(
      'invalid-input',
      `The source has ${Math.ceil(size / 2 ** 20)} MB, more than ${maxSourceBytes / 2 ** 20}. ` +
        'Leave out data and installed packages: data belongs in an input channel.',
      'source',
    );
  }
  const seen = new Set<string>();
  return files
    .map(({ path, bytes }) => ({ path: normalise(path), bytes }))
    .sort((a, b) => (a.path < b.path ? -1 : 1))
    .filter(({ path }) => {
      if (seen.has(path)) {
        throw new SpotdeckError('invalid-input', `The source has two files named ${path}.`, 'source');
      }
      seen.add(path);
      return true;
    });
};

const normalise = (path: string): string => {
  const parts = path
    .replaceAll('\\', '/')
    .split('/')
    .filter((part) => part !== '' && part !== '.');
  if (parts.length === 0 || parts.includes('..') || path.includes('\0')) {
    throw new SpotdeckError(
      'invalid-input',
      `The file name ${JSON.stringify(path)} is not allowed.`,
      'source',
    );
  }
  return parts.join('/');
};
