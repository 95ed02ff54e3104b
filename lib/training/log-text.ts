/**
 * Turns a log message into the pieces a person would have seen one after the other: SageMaker writes control
 * characters as `#` and three octal digits, and a progress bar draws over itself with CR or BS.
 */

/** A longer message is read at its head and its tail only: what a bar drew in between is gone from the screen. */
const HEAD_CHARACTERS = 2048;
const TAIL_CHARACTERS = 6144;

/** The pieces in order, without blank ones and without colour codes. Takes bounded time for any message. */
export const piecesOf = (message: string): string[] => {
  const parts =
    message.length <= HEAD_CHARACTERS + TAIL_CHARACTERS
      ? [message]
      : [cutAtEnd(message.slice(0, HEAD_CHARACTERS)), cutAtStart(message.slice(-TAIL_CHARACTERS))];
  return parts
    .flatMap((part) => decodeEscapes(part).replace(COLOUR, '').split(OVERDRAWN))
    .map((piece) => piece.trimEnd())
    .filter((piece) => piece.trim() !== '');
};

/** The message with `#011` and its kind turned back into the characters they stand for. */
export const decodeEscapes = (message: string): string =>
  message.replace(ESCAPE, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));

/** Only control characters are escaped so: a `#123` in a text stays as it is. */
const ESCAPE = /#(0[0-3][0-7])/g;
const OVERDRAWN = /[\r\n\b]+/;
const COLOUR = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]{0,20}[A-Za-z]`, 'g');
const BREAK = /[\r\n\b]|#01[025]/g;

/** Drops the piece that the cut went through. */
const cutAtEnd = (head: string) => {
  const at = lastBreak(head);
  return at === undefined ? head : head.slice(0, at);
};

const cutAtStart = (tail: string) => {
  const at = tail.search(BREAK);
  return at === -1 ? tail : tail.slice(at);
};

const lastBreak = (text: string): number | undefined => [...text.matchAll(BREAK)].at(-1)?.index;
