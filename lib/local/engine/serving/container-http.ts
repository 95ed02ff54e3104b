import { request } from 'node:http';
import { codeOf } from '../../core/thrown';

/**
 * Talks to a serving program. Each call has a connection of its own: a program that died and came back must not
 * be met on a connection of its former life.
 */
export interface ContainerReply {
  status: number;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  body: Buffer;
}

/** The program gave no (whole) answer. */
export class ContainerSilent extends Error {
  constructor(
    message: string,
    /** It had the time it is allowed; it was not even listening; or it broke off. */
    readonly kind: 'timeout' | 'refused' | 'lost',
  ) {
    super(message);
    this.name = 'ContainerSilent';
  }
}

export interface ContainerCall {
  port: number;
  method: 'GET' | 'POST';
  path: string;
  headers?: Readonly<Record<string, string>>;
  body?: Buffer;
  timeoutMs: number;
  /** Bytes of the answer. */
  limit: number;
}

/** What is read of an answer that says what went wrong, bytes: it ends up in a sentence. */
export const errorTextLimit = 64 * 1024;

export const closedEarly = 'The connection to the container was lost: it was closed without an answer.';

/** @throws ContainerSilent */
export const callContainer = (call: ContainerCall): Promise<ContainerReply> =>
  new Promise((resolve, reject) => {
    const fail = (message: string, kind: ContainerSilent['kind']) =>
      reject(new ContainerSilent(message, kind));
    let hasAnswer = false;
    const sent = request(
      {
        host: '127.0.0.1',
        port: call.port,
        method: call.method,
        path: call.path,
        headers: { ...call.headers, ...(call.body && { 'content-length': call.body.length }) },
        agent: false,
      },
      (response) => {
        hasAnswer = true;
        const { statusCode: status = 0, headers } = response;
        const chunks: Buffer[] = [];
        let size = 0;
        const finish = (limit: number) => {
          clearTimeout(timer);
          resolve({ status, headers, body: Buffer.concat(chunks).subarray(0, limit) });
        };
        response.on('data', (chunk: Buffer) => {
          size += chunk.length;
          chunks.push(chunk);
          const isEnough = status >= 400 && size >= errorTextLimit;
          if (!isEnough && size <= call.limit) return;
          if (isEnough) finish(errorTextLimit);
          else fail(`The container's answer is larger than ${call.limit} bytes.`, 'lost');
          clearTimeout(timer);
          sent.destroy();
        });
        response.on('end', () => finish(size));
        response.on('error', (error) => {
          clearTimeout(timer);
          fail(`The connection to the container was lost: ${error.message}`, 'lost');
        });
      },
    );
    const timer = setTimeout(() => {
      fail(`The container gave no answer within ${call.timeoutMs / 1000} seconds.`, 'timeout');
      sent.destroy();
    }, call.timeoutMs);
    sent.on('error', (error) => {
      clearTimeout(timer);
      const kind = codeOf(error) === 'ECONNREFUSED' ? 'refused' : 'lost';
      fail(`The connection to the container was lost: ${error.message}`, kind);
    });
    // An answer that is none, such as a change of protocols, ends without an error.
    sent.on('close', () => {
      clearTimeout(timer);
      if (!hasAnswer) fail(closedEarly, 'lost');
    });
    sent.end(call.body);
  });

const pingTimeoutMs = 2000;

const ping = (port: number) =>
  callContainer({ port, method: 'GET', path: '/ping', timeoutMs: pingTimeoutMs, limit: 2 ** 20 });

/** Whether the program answers GET /ping with 200 within the two seconds SageMaker allows. */
export const answersPing = async (port: number): Promise<boolean> => {
  try {
    return (await ping(port)).status === 200;
  } catch (error) {
    if (error instanceof ContainerSilent) return false;
    throw error;
  }
};

/** Whether nobody takes a connection at the port; a program that is only slow is there. */
export const isGone = async (port: number): Promise<boolean> => {
  try {
    await ping(port);
    return false;
  } catch (error) {
    if (error instanceof ContainerSilent) return error.kind !== 'timeout';
    throw error;
  }
};
