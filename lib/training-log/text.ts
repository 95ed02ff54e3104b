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
  const parts = whole
    ? [message]
    : [cutAtEnd(message.slice(0, HEAD_CHARACTERS)), cutAtStart(message.slice(-TAIL_CHARACTERS))];
  const pieces: string[] = [];
  for (const part of parts) {
    let text = part.includes('#0') ? decodeEscapes(part) : part;
    if (text.includes(ESC)) text = text.replace(COLOUR, '');
    for (const drawn of IS_OVERDRAWN.test(text) ? text.split(OVERDRAWN) : [text]) {
      for (const piece of hasRunOn(drawn) ? drawn.split(RUN_ON) : [drawn]) {
        if (piece.trim() !== '')
          pieces.push(piece.length > MAX_PIECE_CHARACTERS ? piece.slice(0, MAX_PIECE_CHARACTERS) : piece);
      }
    }
  }
  return pieces;
};

const ESC = String.fromCharCode(27);
const IS_OVERDRAWN = /[\r\n\b]/;

/** The message with `#011` and its kind turned back into the characters they stand for. */
export const decodeEscapes = (message: string): string => {
  let text = '';
  let from = 0;
  for (let at = message.indexOf('#0'); at !== -1; at = message.indexOf('#0', at + 1)) {
    const [high, low] = [octal(message, at + 2), octal(message, at + 3)];
    // Only control characters are escaped so: a `#123` in a text stays as it is.
    if (high < 0 || high > 3 || low < 0 || low > 7) continue;
    text += message.slice(from, at) + String.fromCharCode(high * 8 + low);
    from = at + 4;
  }
  return from === 0 ? message : text + message.slice(from);
};

/** Outside 0 to 7 where no octal digit stands there. */
const octal = (text: string, at: number): number => (at < text.length ? text.charCodeAt(at) - 48 : -1);
const OVERDRAWN = /[\r\n\b]+/;
const COLOUR = new RegExp(`${ESC}(?:\\[[0-9;?]{0,20}[A-Za-z]|\\][^${ESC}]{0,100})`, 'g');
const BREAK = /[\r\n\b]|#01[025]/g;

/** Where another rank's line, or what was printed behind a bar, goes on in the same line. */
const RUN_ON =
  /(?<=.)(?=\[\d{1,4},[^\]\s]{1,60}\]<std(?:out|err)>:)|(?<=(?:it\/s|s\/it|[?/]s)[^[\]]{0,300}\])\s{0,20}(?=[{A-Za-z*]|\d{1,3}%\|)/;
const hasRunOn = (text: string): boolean =>
  text.includes(']') &&
  (text.includes(']<std') ||
    ((text.includes('/s') || text.includes('s/it') || text.includes('?s')) && BEHIND_BRACKET.test(text)));
const BEHIND_BRACKET = /\]\s{0,20}(?:[{A-Za-z*]|\d{1,3}%\|)/;

/** Drops the piece that the cut went through. */
const cutAtEnd = (head: string) => {
  const at = [...head.matchAll(BREAK)].at(-1)?.index;
  return at === undefined ? head : head.slice(0, at);
};

const cutAtStart = (tail: string) => {
  const at = tail.search(BREAK);
  return at === -1 ? tail : tail.slice(at);
};
