/** The lines of a file, some at a time, in bounded memory: no line is kept beyond what a reader looks at. */
import path from 'node:path';

/** CloudWatch's own limit of an event is 256 KiB; a longer line is read at its head and its tail. */
const MAX_LINE = 262_144;

/** @throws Error in the reader's words, where it is no text */
export async function* linesOfFile(
  chunks: AsyncIterable<Buffer | string>,
  file: string,
): AsyncGenerator<string[]> {
  const decoder = new TextDecoder('utf-8');
  let rest = '';
  let isFirst = true;
  try {
    for await (const chunk of chunks) {
      const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
      if (isFirst) {
        if (bytes.subarray(0, 8192).includes(0)) throw new Error(`${path.basename(file)} is no text file.`);
        isFirst = false;
      }
      rest += decoder.decode(bytes, { stream: true });
      let from = 0;
      const lines: string[] = [];
      for (let end = rest.indexOf('\n'); end !== -1; end = rest.indexOf('\n', from)) {
        lines.push(shortened(rest.slice(from, end).replace(/\r$/, '')));
        from = end + 1;
      }
      rest = from > 0 ? rest.slice(from) : rest;
      yield lines;
      if (rest.length > 2 * MAX_LINE) rest = shortened(rest);
    }
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    throw code === undefined ? error : new Error(`${path.basename(file)} cannot be read (${code}).`);
  }
  rest += decoder.decode();
  if (rest !== '') yield [shortened(rest.replace(/\r$/, ''))];
}

const shortened = (line: string): string =>
  line.length <= MAX_LINE ? line : `${line.slice(0, MAX_LINE / 2)}${line.slice(-MAX_LINE / 2)}`;
