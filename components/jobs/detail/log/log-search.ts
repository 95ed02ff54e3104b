/** A place in the log where the sought text stands. */
export interface LogMatch {
  /** Index of the line among those shown. */
  line: number;
  /** Characters of its text, `to` exclusive. */
  from: number;
  to: number;
}

/** Every place of `query` in the texts, in order, whatever the case; none for an empty query. */
export const findMatches = (texts: readonly string[], query: string): LogMatch[] => {
  const sought = query.toLowerCase();
  if (sought === '') return [];
  const matches: LogMatch[] = [];
  for (const [line, text] of texts.entries()) {
    const lower = text.toLowerCase();
    // Where lower case changes a text's length, positions in one are not positions in the other.
    const haystack = lower.length === text.length ? lower : text;
    for (
      let from = haystack.indexOf(sought);
      from !== -1;
      from = haystack.indexOf(sought, from + sought.length)
    ) {
      matches.push({ line, from, to: from + sought.length });
    }
  }
  return matches;
};

/** Index of the match to go to, `step` matches on from `current`, around the end; -1 where there is none. */
export const stepMatch = (count: number, current: number, step: 1 | -1): number => {
  if (count === 0) return -1;
  if (current < 0) return step === 1 ? 0 : count - 1;
  return (current + step + count) % count;
};

export interface TextPiece {
  text: string;
  /** Index of the match that the piece is, absent between matches. */
  match?: number;
}

/** A line's text cut at the matches in it; `first` is the index of the first of them among all. */
export const cutAtMatches = (text: string, matches: readonly LogMatch[], first: number): TextPiece[] => {
  const pieces: TextPiece[] = [];
  let position = 0;
  for (const [index, { from, to }] of matches.entries()) {
    if (from > position) pieces.push({ text: text.slice(position, from) });
    pieces.push({ text: text.slice(from, to), match: first + index });
    position = to;
  }
  if (position < text.length) pieces.push({ text: text.slice(position) });
  return pieces;
};
