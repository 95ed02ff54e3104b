import { execFile } from 'node:child_process';
import { constants, open } from 'node:fs';
import { rm } from 'node:fs/promises';
import { Socket } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { programEnvironment } from '../../core/program-environment';
import { ClientError } from '../../core/job-failure';
import { type ObjectStore } from '../../store/object-store';
import { type InputChannel } from './input-objects';
import { type JobHost } from './job-hosts';
import { epochBytes, listPieces, shuffled } from './pipe-epoch';
import { codeOf, messageOf } from '../../core/thrown';

/**
 * A channel in Pipe mode: FIFOs `<channel>_0`, `<channel>_1` and so on, one an epoch. Each streams the channel from its
 * beginning once it is opened; the next is there before the one that is read ends.
 * https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-training-algo-running-container.html
 */
export interface InputPipe {
  close(): Promise<void>;
  /** Why the stream broke off, if it did. */
  failure(): ClientError | undefined;
}

export interface InputPipeParts {
  channel: InputChannel;
  host: JobHost;
  /** `/opt/ml/input/data/<channel>` of this machine: what the names of the FIFOs begin with. */
  target: string;
  objects: ObjectStore;
}

/** Between two looks whether somebody reads. */
const lookMs = 20;

/** A descriptor to write to, as soon as somebody has opened the other end; undefined once `signal` is aborted. */
const whenRead = async (fifo: string, signal: AbortSignal): Promise<number | undefined> => {
  // Without O_NONBLOCK an open would hold a thread until then.
  const flags = constants.O_WRONLY | constants.O_NONBLOCK;
  while (!signal.aborted) {
    try {
      return await promisify(open)(fifo, flags);
    } catch (error) {
      const code = codeOf(error);
      // The program has removed it.
      if (code === 'ENOENT') return undefined;
      if (code !== 'ENXIO') throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, lookMs));
  }
  return undefined;
};

const makeFifo = async (place: string): Promise<void> => {
  await promisify(execFile)('mkfifo', ['-m', '600', place], {
    env: programEnvironment({ PATH: '/usr/bin:/bin' }),
  });
};

/** What a reader does that wants no more. */
const isLeft = (error: unknown): boolean =>
  ['EPIPE', 'ECONNRESET', 'ERR_STREAM_PREMATURE_CLOSE', 'ABORT_ERR'].includes(codeOf(error));

/** @throws ClientError for a channel that is not there as it says */
export const openInputPipe = async ({
  channel,
  host,
  target,
  objects,
}: InputPipeParts): Promise<InputPipe> => {
  const pieces = await listPieces(channel, objects, host);
  const { Seed: seed } = (channel.ShuffleConfig ?? {}) as { Seed?: number };
  const fifoOf = (epoch: number) => `${target}_${epoch}`;
  const closing = new AbortController();
  const { signal } = closing;
  let broken: ClientError | undefined;
  await makeFifo(fifoOf(0));

  /** @returns whether there was a reader. */
  const feed = async (epoch: number): Promise<boolean> => {
    const descriptor = await whenRead(fifoOf(epoch), signal);
    if (descriptor === undefined) return false;
    const socket = new Socket({ fd: descriptor, readable: false, writable: true });
    // Whoever comes to the end of this one finds the next.
    await makeFifo(fifoOf(epoch + 1));
    const order = seed === undefined ? pieces : shuffled(pieces, seed, epoch);
    try {
      await pipeline(Readable.from(epochBytes(channel, objects, order), { objectMode: false }), socket, {
        signal,
      });
    } catch (error) {
      socket.destroy();
      if (!isLeft(error)) throw error;
    }
    // Opened again it would wait for ever.
    await rm(fifoOf(epoch), { force: true });
    return true;
  };

  const feeding = (async () => {
    for (let epoch = 0; await feed(epoch); epoch += 1);
  })().catch((error: unknown) => {
    const reason = messageOf(error);
    broken = new ClientError(`Channel ${channel.ChannelName} broke off: ${reason}`, { cause: error });
  });

  return {
    async close() {
      closing.abort();
      await feeding;
    },
    failure: () => broken,
  };
};
