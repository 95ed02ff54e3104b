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

/** @throws ContainerSilent */
export const callContainer = (call: ContainerCall): Promise<ContainerReply> =>
  new Promise((resolve, reject) => {
    const fail = (message: string, kind: ContainerSilent['kind']) =>
      reject(new ContainerSilent(message, kind));
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
        const chunks: Buffer[] = [];
        let size = 0;
        response.on('data', (chunk: Buffer) => {
          size += chunk.length;
          if (size > call.limit) {
            clearTimeout(timer);
            fail(`The container's answer is larger than ${call.limit} bytes.`, 'lost');
            sent.destroy();
            return;
          }
          chunks.push(chunk);
        });
        response.on('end', () => {
          clearTimeout(timer);
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(chunks),
          });
        });
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
