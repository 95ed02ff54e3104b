/**
 * How large a program RE2 would make of a regular expression, told from its text alone: foreign ones are refused
 * by it before they are compiled, in the dashboard and in the local backend alike.
 */

/** Instructions that a foreign regular expression may take. Real metric definitions take 20 to 200. */
export const MAX_REGEX_PROGRAM = 1000;

/** Instructions times characters that one match may take, which is some milliseconds at worst. */
const MAX_MATCH_STEPS = 200_000;
const MAX_MATCHED_CHARACTERS = 16_384;

/** How much of a line a program of this size is run on: its time is its size times the text. */
export const matchedCharacters = (program: number): number =>
  Math.min(MAX_MATCHED_CHARACTERS, Math.ceil(MAX_MATCH_STEPS / Math.max(1, program)));

/** A Unicode class has hundreds of ranges, and folding case doubles them. */
const UNICODE_CLASS = 30;
const PROGRAM_FRAME = 8;
const LARGEST = 1e9;

/** A class in brackets, a quoted text, an escape, a group's opening, a repetition, or any one character. */
const TOKEN =
  /\[\^?\]?(?:\[:\^?\w*:\]|\\[^]|[^\]\\])*\]?|\\Q[^]*?(?:\\E|$)|\\[pP](?:\{[^}]*\}?|[^])?|\\x\{[0-9A-Fa-f]*\}?|\\[^]?|\((?:\?(?:P?<\w*>?|[a-zA-Z-]*[:)]?))?|\{\d+(?:,\d*)?\}|[^]/g;
const UNICODE = /\\[pP]/g;

interface Group {
  /** Of the pieces before the last one, other branches included. */
  before: number;
  /** Of the last piece, which a repetition would multiply. */
  last: number;
}

/** An upper bound of the program's instructions, in linear time; a text that is no regular expression has one too. */
export const regexProgramBound = (regex: string): number => {
  let group: Group = { before: PROGRAM_FRAME, last: 0 };
  const open: Group[] = [];
  const piece = (size: number) => {
    group.before = Math.min(LARGEST, group.before + group.last);
    group.last = size;
  };
  const close = () => {
    const size = group.before + group.last;
    group = open.pop() ?? { before: 0, last: 0 };
    piece(Math.min(LARGEST, size));
  };
  for (const [token] of regex.matchAll(TOKEN)) {
    const counted = /^\{(\d+)(,?)(\d*)\}$/.exec(token);
    if (counted) {
      const [, low, comma, high] = counted;
      const copies = Math.max(Number(low), high ? Number(high) : Number(low) + (comma ? 1 : 0));
      group.last = Math.min(LARGEST, copies * (group.last + 1) + 2);
    } else if (/^[*+?]$/.test(token)) group.last += 2;
    else if (token === '|') piece(2);
    else if (token === ')') close();
    else if (token.startsWith('(') && !token.endsWith(')')) {
      open.push(group);
      group = { before: 3, last: 0 };
    } else if (token.startsWith('\\Q')) for (let at = 2; at < token.length; at += 1) piece(1);
    else piece(1 + UNICODE_CLASS * (token.match(UNICODE)?.length ?? 0));
  }
  while (open.length > 0) close();
  return Math.min(LARGEST, group.before + group.last);
};
