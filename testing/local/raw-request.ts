/** HTTP as a hostile or broken client writes it, for tests: nothing is normalised. */
import { connect } from 'node:net';

export interface RawReply {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/**
 * Sends the text as it is and reads until the server closes the connection. Add `Connection: close` to it, or end
 * this side with `endAfter`.
 */
export const sendRaw = (
  port: number,
  text: string | Buffer,
  { endAfter = false }: { endAfter?: boolean } = {},
): Promise<RawReply> =>
  new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => (endAfter ? socket.end(text) : socket.write(text)));
    const chunks: Buffer[] = [];
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    socket.on('error', reject);
    socket.on('close', () => resolve(parseReply(Buffer.concat(chunks).toString())));
  });

/** One request in text, with Host and Connection. */
export const rawRequest = (line: string, headers: Record<string, string> = {}, body = ''): string => {
  const all = {
    Host: '127.0.0.1',
    Connection: 'close',
    'Content-Length': String(Buffer.byteLength(body)),
    ...headers,
  };
  const head = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${line} HTTP/1.1\r\n${head.join('')}\r\n${body}`;
};

const parseReply = (text: string): RawReply => {
  // The last status counts: 100 Continue may come first.
  const [head = '', ...rest] = text.replace(/^HTTP\/1\.1 100 .*\r\n\r\n/, '').split('\r\n\r\n');
  const [first = '', ...lines] = head.split('\r\n');
  const headers = lines.map((line) => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
  });
  return {
    status: Number(first.split(' ')[1]),
    headers: Object.fromEntries(headers) as Record<string, string>,
    body: rest.join('\r\n\r\n'),
  };
};
