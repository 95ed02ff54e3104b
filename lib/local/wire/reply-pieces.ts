/**
 * Writes an output piece by piece, so that an answer of ten thousand events or a hundred thousand points does not hold
 * everything else while it is made. What is small is one piece.
 */
export interface PieceEncoder<Piece> {
  /** What comes before a list or members of that many, and after them. */
  list(length: number): [begin: Piece, end: Piece];
  members(length: number): [begin: Piece, end: Piece];
  /** Between two of either. */
  between: Piece;
  name(name: string): Piece;
  /** A value that is small. */
  value(value: unknown): Piece;
  /** Some values of a list, with what is between them. */
  values(values: readonly unknown[]): Piece;
}

/** Values of a list that are one piece, and small structures between two pauses. */
const stretch = 1000;
const smallStructures = 100;

export function* inPieces<Piece>(
  output: unknown,
  encoder: PieceEncoder<Piece>,
  pieces: Piece[],
): Generator<void, Piece[]> {
  const value = output instanceof Map ? Object.fromEntries<unknown>(output) : output;
  if (isSmall(value)) pieces.push(encoder.value(value));
  else if (Array.isArray(value)) yield* listInPieces(value, encoder, pieces);
  else {
    const members = Object.entries(Object(value)).filter(([, member]) => member !== undefined);
    const [begin, end] = encoder.members(members.length);
    pieces.push(begin);
    for (const [index, [name, member]] of members.entries()) {
      if (index > 0) pieces.push(encoder.between);
      pieces.push(encoder.name(name));
      yield* inPieces(member, encoder, pieces);
    }
    pieces.push(end);
  }
  return pieces;
}

function* listInPieces<Piece>(
  list: readonly unknown[],
  encoder: PieceEncoder<Piece>,
  pieces: Piece[],
): Generator<void> {
  const [begin, end] = encoder.list(list.length);
  pieces.push(begin);
  if (list.every(isScalar)) {
    for (let at = 0; at < list.length; at += stretch) {
      if (at > 0) pieces.push(encoder.between);
      pieces.push(encoder.values(list.slice(at, at + stretch)));
      yield;
    }
  } else {
    for (const [index, one] of list.entries()) {
      if (index > 0) pieces.push(encoder.between);
      yield* inPieces(one, encoder, pieces);
      if (index % smallStructures === smallStructures - 1) yield;
    }
  }
  pieces.push(end);
}

const isScalar = (value: unknown): boolean =>
  typeof value !== 'object' || value === null || value instanceof Date || value instanceof Uint8Array;

/** Scalars, and what holds few of them and nothing else. */
const isSmall = (value: unknown): boolean => {
  if (isScalar(value)) return true;
  const held: unknown[] = Array.isArray(value) ? value : Object.values(Object(value));
  return held.length <= smallStructures && held.every(isScalar);
};
