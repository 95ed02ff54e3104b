import { Readable } from 'node:stream';
import { AwsError } from '../../core/aws-error';
import { type Clock } from '../../core/clock';
import { type AsyncRequest, type HostingStore } from '../../store/hosting-store';
import { type DiskSpace } from '../../store/disk-space';
import { type ObjectStore } from '../../store/object-store';
import { ContainerSilent, errorTextLimit } from './container-http';
import { streamThrough } from './container-stream';
import { customAttributesHeader, modelError, noAnswer } from './invocation';
import { type ServedVariant } from './served-variant';

/**
 * Invocations by way of S3: each is recorded before it is acknowledged, reads its input when its turn comes, and is
 * forgotten once its answer, or why there is none, is in S3. One that a crash cut short is done again.
 * https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference.html
 */
export interface AsyncInvocations {
  accept(endpointName: string, request: AsyncRequest): void;
  /** Goes on with what an earlier start left. */
  resume(endpointName: string): void;
  /** Of an endpoint whose programs have ended: what still waited is told to have failed, and forgotten. */
  abandon(endpointName: string): Promise<void>;
  /** What is under way is left for the next start. */
  close(): void;
}

export interface AsyncInvocationParts {
  hosting: HostingStore;
  objects: ObjectStore;
  disk: DiskSpace;
  clock: Clock;
  /** Does the work with a program that is ready. Throws ModelNotReadyException. */
  withProgram(
    endpointName: string,
    work: (one: ServedVariant, port: number) => Promise<number>,
  ): Promise<void>;
  /** A line for the log of a variant: that there is an error in no S3FailurePath would be known to nobody. */
  tell(endpointName: string, line: string): void;
}

/** SageMaker chooses where the configuration does not say. */
const defaultConcurrency = 4;
/** Bytes, of an input and of an answer. */
const payloadLimit = 1024 ** 3;
const retryMs = 500;
const endpointDeleted = 'The endpoint was deleted before the request was processed.';

export const createAsyncInvocations = (parts: AsyncInvocationParts): AsyncInvocations => {
  const { hosting, objects, disk, clock } = parts;
  const { asyncRequests: requests, endpoints } = hosting;
  const queues = new Map<string, { last: number; underWay: Set<Promise<void>> }>();
  /** Its requests are `abandon`'s then. */
  const isLeaving = (name: string): boolean => (endpoints.get(name)?.status ?? 'Deleting') === 'Deleting';
  const closing = new AbortController();

  const maxAtATime = (endpointName: string): number => {
    const endpoint = endpoints.get(endpointName);
    const own =
      endpoint?.asyncInference?.ClientConfig?.MaxConcurrentInvocationsPerInstance ?? defaultConcurrency;
    return Math.min(own, ...(endpoint?.variants ?? []).map((one) => one.serverless?.MaxConcurrency ?? own));
  };

  const openInput = ({ input }: AsyncRequest) => {
    if ('inlineBase64' in input) {
      const bytes = Buffer.from(input.inlineBase64, 'base64');
      return { length: bytes.length, open: () => Readable.from([bytes], { objectMode: false }) };
    }
    const { size } = objects.head(input.bucket, input.key);
    if (size > payloadLimit) throw new InvocationFailed('The input is larger than 1 GB.');
    return { length: size, open: () => objects.read(input.bucket, input.key).body };
  };

  /** Resolves to the status that the container answered. */
  const pass = async (name: string, request: AsyncRequest, one: ServedVariant, port: number) => {
    const { length, open } = openInput(request);
    return streamThrough(
      {
        port,
        path: '/invocations',
        headers: {
          'content-type': request.contentType,
          ...(request.accept !== undefined && { accept: request.accept }),
          ...(request.customAttributes !== undefined && {
            [customAttributesHeader]: request.customAttributes,
          }),
        },
        body: open(),
        length,
        timeoutMs: request.timeoutMs,
      },
      async (reply) => {
        const { statusCode: status = 0 } = reply;
        if (status >= 400) {
          throw modelError(name, one.logStream, status, await readStart(reply, errorTextLimit));
        }
        const { bucket, key } = request.output;
        await objects.put(bucket, key, Readable.from(upTo(payloadLimit, reply), { objectMode: false }), {
          contentType: reply.headers['content-type'] ?? 'application/octet-stream',
        });
        return status;
      },
    );
  };

  const pause = () =>
    new Promise<void>((resolve) => {
      clock.after(retryMs, resolve);
    });

  /** A program that is not there yet, or that did not see the request, is waited for until the request expires. */
  const attempt = async (name: string, request: AsyncRequest): Promise<void> => {
    for (;;) {
      closing.signal.throwIfAborted();
      if (clock.now() > request.expiresAt)
        throw new InvocationFailed('The request expired before it was processed.');
      try {
        await parts.withProgram(name, (one, port) => pass(name, request, one, port));
        return;
      } catch (error) {
        if (!(error instanceof AwsError && error.code === 'ModelNotReadyException')) throw error;
      }
      await pause();
    }
  };

  const recordFailure = async (name: string, request: AsyncRequest, error: unknown): Promise<void> => {
    const reason = reasonOf(error);
    const { failure, inferenceId } = request;
    parts.tell(name, `Inference request ${inferenceId} failed: ${reason}`);
    if (!failure) return;
    await disk
      .whenThereIsRoom(
        () =>
          objects.put(failure.bucket, failure.key, Buffer.from(reason), {
            contentType: 'text/plain; charset=utf-8',
          }),
        closing.signal,
      )
      .catch((problem: unknown) => {
        closing.signal.throwIfAborted();
        parts.tell(name, `Its failure could not be written to S3FailurePath: ${reasonOf(problem)}`);
      });
  };

  const process = async (name: string, number: number, request: AsyncRequest): Promise<void> => {
    try {
      await disk.whenThereIsRoom(() => attempt(name, request), closing.signal);
    } catch (error) {
      if (closing.signal.aborted || isLeaving(name)) return;
      await recordFailure(name, request, error);
    }
    await disk.whenThereIsRoom(() => requests.remove(number), closing.signal);
  };

  const pump = (name: string): void => {
    const queue = queues.get(name) ?? { last: 0, underWay: new Set() };
    queues.set(name, queue);
    const max = maxAtATime(name);
    while (!closing.signal.aborted && !isLeaving(name) && queue.underWay.size < max) {
      const next = requests.next(name, queue.last);
      if (!next) return;
      queue.last = next.number;
      const work = process(name, next.number, next.request)
        .catch((error: unknown) => {
          if (!closing.signal.aborted) console.error(`endpoint ${name}: an asynchronous invocation:`, error);
        })
        .finally(() => {
          queue.underWay.delete(work);
          pump(name);
        });
      queue.underWay.add(work);
    }
  };

  const abandon = async (name: string): Promise<void> => {
    // An answer may just be on its way to S3: what has one did not fail.
    await Promise.all([...(queues.get(name)?.underWay ?? [])]);
    for (let next = requests.next(name, 0); next; next = requests.next(name, 0)) {
      await recordFailure(name, next.request, new InvocationFailed(endpointDeleted));
      const { number } = next;
      await disk.whenThereIsRoom(() => requests.remove(number), closing.signal);
    }
    queues.delete(name);
  };

  return {
    accept(name, request) {
      requests.add(name, request);
      pump(name);
    },
    resume: pump,
    abandon,
    close: () => closing.abort(),
  };
};

/** In the words of the failure that is put to S3. */
class InvocationFailed extends Error {}

/** A program that says for ever what went wrong is read as far as it matters. */
const readStart = async (reply: Readable, bytes: number): Promise<string> => {
  const chunks: Buffer[] = [];
  let read = 0;
  for await (const chunk of reply as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    read += chunk.length;
    if (read >= bytes) break;
  }
  return Buffer.concat(chunks).subarray(0, bytes).toString('utf8');
};

async function* upTo(bytes: number, reply: Readable): AsyncGenerator<Uint8Array> {
  let read = 0;
  for await (const chunk of reply as AsyncIterable<Buffer>) {
    read += chunk.length;
    if (read > bytes) throw new InvocationFailed('The answer of the container is larger than 1 GB.');
    yield chunk;
  }
}

const reasonOf = (error: unknown): string => {
  if (error instanceof ContainerSilent) return error.kind === 'timeout' ? noAnswer : error.message;
  if (error instanceof AwsError || error instanceof InvocationFailed) return error.message;
  console.error('asynchronous invocation:', error);
  return 'The local backend could not process the request; its console says why.';
};
