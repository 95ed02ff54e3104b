import { type LogLine } from '../training/log-line';

/** The last lines of a log, within bounds of number and size, whatever the log's length. */
export interface LogTail {
  lines: LogLine[];
  /** Sequence of the first line kept, where lines before it were dropped. */
  truncatedBefore?: number;
}

const maxLines = 5_000;
const maxCharacters = 2_000_000;
const maxLineLength = 8_000;

export const createLogTail = () => {
  let lines: LogLine[] = [];
  let characters = 0;
  let first = 0;
  let dropped = false;

  return {
    push(line: LogLine): void {
      lines.push(line);
      characters += line.message.length;
      while (lines.length - first > maxLines || (characters > maxCharacters && lines.length - first > 1)) {
        characters -= lines[first]?.message.length ?? 0;
        first += 1;
        dropped = true;
      }
      if (first > maxLines) {
        lines = lines.slice(first);
        first = 0;
      }
    },
    read(): LogTail {
      const kept = lines.slice(first);
      const oldest = kept[0];
      return { lines: kept, ...(dropped && oldest ? { truncatedBefore: oldest.sequence } : {}) };
    },
  };
};

/** The line as a page shows it; the download has every character. */
export const shorten = (message: string): string =>
  message.length <= maxLineLength
    ? message
    : `${message.slice(0, maxLineLength)} … (${message.length - maxLineLength} more characters in the download)`;
