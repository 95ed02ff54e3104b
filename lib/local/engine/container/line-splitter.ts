import { StringDecoder } from 'node:string_decoder';

/**
 * Cuts a process's output into log events the way CloudWatch shows them: one a line, control characters as `#`
 * and three octal digits (TAB `#011`), no event above 256 KB, no empty event.
 */
export interface LineSplitter {
  /** Lines that this chunk completed. A character split between chunks is kept whole. */
  push(chunk: Buffer): string[];
  /** What is left when the output ends without a newline. */
  end(): string[];
}

/**
 * The limit of container logs; PutLogEvents takes 1 MB since April 2025. 26 bytes beside the message count.
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html
 */
export const maxEventBytes = 256 * 1024 - 26;

const controlCharacters = /[\x00-\x1f\x7f]/g;

export const escapeControlCharacters = (text: string): string =>
  text.replace(controlCharacters, (character) => `#${character.charCodeAt(0).toString(8).padStart(3, '0')}`);

/** The line as the program wrote it, as far as the escapes tell. */
export const unescapeControlCharacters = (text: string): string =>
  text.replace(/#(0[0-3][0-7]|177)/g, (_, octal: string) => String.fromCharCode(parseInt(octal, 8)));

/** Where an event that begins at `start` ends: neither inside a character nor inside an escape. */
const endOfEvent = (bytes: Buffer, start: number): number => {
  let end = start + maxEventBytes;
  // 10xxxxxx continues a character: step back to where one begins.
  while (((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  const tail = bytes.toString('latin1', end - 3, end + 3);
  const escape = [0, 1, 2].find((at) => /^#(?:0[0-3][0-7]|177)/.test(tail.slice(at)));
  return escape === undefined ? end : end - 3 + escape;
};

/** Lines without end are cut as they grow: no more than an event and a chunk is ever held. */
export const createLineSplitter = (): LineSplitter => {
  const decoder = new StringDecoder('utf8');
  let pieces: string[] = [];
  let pending = 0;

  /** Adds to the line that is being read; gives the events that are full. */
  const extend = (text: string): string[] => {
    const escaped = escapeControlCharacters(text);
    pieces.push(escaped);
    pending += Buffer.byteLength(escaped);
    if (pending <= maxEventBytes) return [];
    const bytes = Buffer.from(pieces.join(''));
    const events: string[] = [];
    let start = 0;
    while (bytes.length - start > maxEventBytes) {
      const end = endOfEvent(bytes, start);
      events.push(bytes.toString('utf8', start, end));
      start = end;
    }
    pieces = [bytes.toString('utf8', start)];
    pending = bytes.length - start;
    return events;
  };

  const finish = (): string[] => {
    const line = pieces.join('');
    pieces = [];
    pending = 0;
    return line === '' ? [] : [line];
  };

  const take = (text: string): string[] => {
    const events: string[] = [];
    let start = 0;
    for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', start)) {
      for (const event of extend(text.slice(start, end))) events.push(event);
      for (const event of finish()) events.push(event);
      start = end + 1;
    }
    if (start < text.length) for (const event of extend(text.slice(start))) events.push(event);
    return events;
  };

  return {
    push: (chunk) => take(decoder.write(chunk)),
    end: () => take(`${decoder.end()}\n`),
  };
};
