import { type IncomingMessage, request } from 'node:http';
import { type Readable } from 'node:stream';
import { codeOf } from '../../core/thrown';
import { closedEarly, ContainerSilent } from './container-http';

/** An invocation whose body, and whose answer, may be larger than memory should hold. */
export interface ContainerStream {
  port: number;
  path: string;
  headers: Readonly<Record<string, string>>;
  body: Readable;
  /** Bytes of the body. */
  length: number;
  /** For the whole of it, the answer read to its end. */
  timeoutMs: number;
}

/**
 * Posts a body and hands the answer to `take`, which reads it. Whatever happens, body and answer are closed afterwards.
 * @throws ContainerSilent; what `take` throws
 */
export const streamThrough = async <Value>(
  { port, path, headers, body, length, timeoutMs }: ContainerStream,
  take: (reply: IncomingMessage) => Promise<Value>,
): Promise<Value> => {
  const signal = AbortSignal.timeout(timeoutMs);
  const timeout = () =>
    new ContainerSilent(`The container gave no answer within ${timeoutMs / 1000} seconds.`, 'timeout');
  let reply: IncomingMessage | undefined;
  try {
    reply = await new Promise<IncomingMessage>((resolve, reject) => {
      const sent = request(
        {
          host: '127.0.0.1',
          port,
          method: 'POST',
          path,
          headers: { ...headers, 'content-length': length },
          agent: false,
          signal,
        },
        resolve,
      );
      sent.on('error', (error) => {
        if (signal.aborted) return reject(timeout());
        const kind = codeOf(error) === 'ECONNREFUSED' ? 'refused' : 'lost';
        reject(new ContainerSilent(`The connection to the container was lost: ${error.message}`, kind));
      });
      sent.on('close', () => reject(new ContainerSilent(closedEarly, 'lost')));
      body.on('error', (error) => {
        reject(error);
        sent.destroy();
      });
      body.pipe(sent);
    });
    return await take(reply);
  } catch (error) {
    if (error instanceof ContainerSilent) throw error;
    if (signal.aborted) throw timeout();
    const broken = reply?.errored;
    if (!broken) throw error;
    throw new ContainerSilent(`The connection to the container was lost: ${broken.message}`, 'lost');
  } finally {
    body.destroy();
    reply?.destroy();
  }
};
