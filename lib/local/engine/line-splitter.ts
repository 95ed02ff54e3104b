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

/** CloudWatch Logs counts 26 bytes beside the message against its limit of 256 KB. */
export const longestEventBytes = 256 * 1024 - 26;

const controlCharacters = /[\x00-\x1f\x7f]/g;

export const escapeControlCharacters = (text: string): string =>
  text.replace(controlCharacters, (character) => `#${character.charCodeAt(0).toString(8).padStart(3, '0')}`);

/** The line as the program wrote it, as far as the escapes tell. */
export const unescapeControlCharacters = (text: string): string =>
  text.replace(/#(0[0-3][0-7]|177)/g, (_, octal: string) => String.fromCharCode(parseInt(octal, 8)));

const cutToEvents = (line: string): string[] => {
  const escaped = escapeControlCharacters(line);
  if (escaped.length * 3 <= longestEventBytes) return escaped === '' ? [] : [escaped];
  const bytes = Buffer.from(escaped);
  const events: string[] = [];
  for (let start = 0; start < bytes.length;) {
    let end = Math.min(start + longestEventBytes, bytes.length);
    // 10xxxxxx continues a character: step back to where one begins.
    while (end < bytes.length && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
    events.push(bytes.toString('utf8', start, end));
    start = end;
  }
  return events;
};

export const createLineSplitter = (): LineSplitter => {
  const decoder = new StringDecoder('utf8');
  let pieces: string[] = [];
  let pending = 0;

  const take = (text: string): string[] => {
    const lines = text.split('\n');
    const rest = lines.pop() ?? '';
    const events: string[] = [];
    for (const line of lines) {
      events.push(...cutToEvents(pieces.length > 0 ? pieces.join('') + line : line));
      pieces = [];
      pending = 0;
    }
    if (rest !== '') {
      pieces.push(rest);
      pending += rest.length;
    }
    if (pending >= longestEventBytes) {
      events.push(...cutToEvents(pieces.join('')));
      pieces = [];
      pending = 0;
    }
    return events;
  };

  return {
    push: (chunk) => take(decoder.write(chunk)),
    end: () => take(`${decoder.end()}\n`),
  };
};
