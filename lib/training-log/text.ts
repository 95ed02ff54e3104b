/**
 * Turns a log message into the pieces a person would have seen one after the other: SageMaker writes control
 * characters as `#` and three octal digits, a progress bar draws over itself with CR or BS, and ranks or bars may
 * write on without a line's end.
 */

/** A longer message is read at its head and its tail only: what a bar drew in between is gone from the screen. */
const HEAD_CHARACTERS = 2048;
const TAIL_CHARACTERS = 6144;
/** Of one piece no more is read; a piece that long is a dump, not a line of progress. */
export const MAX_PIECE_CHARACTERS = 4096;

/** The pieces in order, without blank ones and without colour codes. Takes bounded time for any message. */
export const piecesOf = (message: string): string[] => {
  const whole = message.length <= HEAD_CHARACTERS + TAIL_CHARACTERS;
  if (whole && !NEEDS_WORK.test(message)) return message.trim() === '' ? [] : [message];
  const parts = whole
    ? [message]
    : [cutAtEnd(message.slice(0, HEAD_CHARACTERS)), cutAtStart(message.slice(-TAIL_CHARACTERS))];
  return parts
    .flatMap((part) => decodeEscapes(part).replace(COLOUR, '').split(OVERDRAWN))
    .flatMap(runOnPieces)
    .filter((piece) => piece.trim() !== '')
    .map((piece) => piece.slice(0, MAX_PIECE_CHARACTERS));
};

const ESC = String.fromCharCode(27);
const NEEDS_WORK = new RegExp(`[\\r\\n\\b${ESC}]|#0[0-3][0-7]|\\]\\S|<std|%\\|.{0,400}%\\|`);

/** The message with `#011` and its kind turned back into the characters they stand for. */
export const decodeEscapes = (message: string): string =>
  message.replace(ESCAPE, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));

/** Only control characters are escaped so: a `#123` in a text stays as it is. */
const ESCAPE = /#(0[0-3][0-7])/g;
const OVERDRAWN = /[\r\n\b]+/;
const COLOUR = new RegExp(`${ESC}(?:\\[[0-9;?]{0,20}[A-Za-z]|\\][^${ESC}]{0,100})`, 'g');
const BREAK = /[\r\n\b]|#01[025]/g;

/** Where another rank's line, or what was printed behind a bar, goes on in the same line. */
const RUN_ON =
  /(?<=.)(?=\[\d{1,4},[^\]\s]{1,60}\]<std(?:out|err)>:)|(?<=(?:it\/s|s\/it|[?/]s)[^[\]]{0,300}\])\s{0,20}(?=[{A-Za-z*]|\d{1,3}%\|)/;
const HAS_RUN_ON = /.\[\d{1,4},[^\]\s]{1,60}\]<std|\]\s{0,20}(?:[{A-Za-z*]|\d{1,3}%\|)/;

const runOnPieces = (piece: string): string[] => (HAS_RUN_ON.test(piece) ? piece.split(RUN_ON) : [piece]);

/** Drops the piece that the cut went through. */
const cutAtEnd = (head: string) => {
  const at = [...head.matchAll(BREAK)].at(-1)?.index;
  return at === undefined ? head : head.slice(0, at);
};

const cutAtStart = (tail: string) => {
  const at = tail.search(BREAK);
  return at === -1 ? tail : tail.slice(at);
};
