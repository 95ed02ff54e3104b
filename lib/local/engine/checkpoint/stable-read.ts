import { type BigIntStats, constants } from 'node:fs';
import { copyFile, open, rm, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { FileRefused, openGuarded } from '../../store/guarded-file';
import { fileId, type FileState, fileVersion } from './file-state';

/**
 * One version of a file, held open: it can be renamed over or deleted and stays readable. What is read counts only
 * if the file is the same after the last byte as before the first, and nobody has it open for writing.
 */
export interface StableFile {
  state: FileState;
  /** Bytes, holes included. */
  size: number;
  /** The bytes; ends with FileChanged instead of its end where they are no whole version. */
  read(checks: ReadChecks): Promise<Uint8Array | Readable>;
  /** Like `read`, from a copy that is quickly made: for a file that changes more often than it can be read. */
  readCopy(copy: string, checks: ReadChecks): Promise<Readable>;
  close(): Promise<void>;
}

/** What is asked while a file is read; each throws to end the reading. */
export interface ReadChecks {
  /** Before each chunk. */
  onChunk(): void;
  /** Once all bytes are read and the file is unchanged. */
  onEnd(): Promise<void>;
}

/** The file is not, or no longer, what was to be read. */
export class FileChanged extends Error {}

/** Up to this size a file is read at once. */
const smallBytes = 1024 * 1024;
const chunkBytes = 1024 * 1024;

/**
 * Opens a regular file below `root`, without following a link and without waiting for the other end of a pipe.
 * @throws FileChanged where there is none, FileRefused where it cannot be read
 */
export const openStable = async (root: string, name: string): Promise<StableFile> => {
  try {
    const { handle, stats } = await openGuarded(root, name);
    const state = { name, id: fileId(stats), version: fileVersion(stats) };
    return stableFile(handle, path.join(root, name), state, stats);
  } catch (error) {
    if (error instanceof FileRefused && error.refusal !== 'unreadable') throw new FileChanged(name);
    throw error;
  }
};

const stableFile = (handle: FileHandle, file: string, state: FileState, before: BigIntStats): StableFile => {
  const size = Number(before.size);

  const ensureSame = async (): Promise<void> => {
    const now = await handle.stat({ bigint: true });
    // Losing a name touches the change time and no byte.
    const untouched = now.ctimeNs === before.ctimeNs || now.nlink < before.nlink;
    if (now.size !== before.size || now.mtimeNs !== before.mtimeNs || !untouched)
      throw new FileChanged(state.name);
  };

  async function* readBytes(source: FileHandle, checks: ReadChecks): AsyncGenerator<Buffer> {
    for (let position = 0; position < size;) {
      checks.onChunk();
      const chunk = Buffer.allocUnsafe(Math.min(chunkBytes, size - position));
      const { bytesRead } = await source.read(chunk, 0, chunk.length, position);
      if (bytesRead === 0) throw new FileChanged(state.name);
      position += bytesRead;
      // The last bytes are handed over only once all of them count.
      if (position === size) await checks.onEnd();
      yield chunk.subarray(0, bytesRead);
    }
    if (size === 0) await checks.onEnd();
  }

  const whole = ({ onChunk, onEnd }: ReadChecks): ReadChecks => ({
    onChunk,
    async onEnd() {
      await ensureSame();
      await onEnd();
    },
  });

  return {
    state,
    size,
    async read(checks) {
      if (size > smallBytes) return Readable.from(readBytes(handle, whole(checks)), { objectMode: false });
      const chunks: Buffer[] = [];
      for await (const chunk of readBytes(handle, whole(checks))) chunks.push(chunk);
      return Buffer.concat(chunks);
    },
    async readCopy(copy, checks) {
      const source = process.platform === 'linux' ? `/proc/self/fd/${handle.fd}` : file;
      await copyFile(source, copy, constants.COPYFILE_FICLONE);
      const copied = await open(copy, 'r');
      // Its name is not needed any more, whatever happens.
      await rm(copy, { force: true });
      try {
        await whole(checks).onEnd();
      } catch (error) {
        await copied.close();
        throw error;
      }
      const { onChunk } = checks;
      const body = Readable.from(readBytes(copied, { onChunk, onEnd: async () => undefined }), {
        objectMode: false,
      });
      return body.once('close', () => void copied.close());
    },
    close: () => handle.close(),
  };
};
