import { type ShownLine } from './log-line-block';

interface Choice {
  /** All by default. */
  attempt?: number;
  /** For each line, whether the script printed it; all count by default. */
  own?: readonly boolean[];
  /** Only lines with this text, whatever the case; empty for all. */
  query: string;
  /** Attempts of which only the first line that is left stands for the rest. */
  folded: ReadonlySet<number>;
}

/** The lines that are left by what the reader chose; the same array where nothing was chosen. */
export const shownLines = (
  lines: readonly ShownLine[],
  { attempt, own, query, folded }: Choice,
): readonly ShownLine[] => {
  if (attempt === undefined && own === undefined && query === '' && folded.size === 0) return lines;
  const sought = query.toLowerCase();
  const counts = new Map<number, number>();
  const left = lines.filter((line, index) => {
    if (attempt !== undefined && line.attempt !== attempt) return false;
    if (own && !own[index]) return false;
    if (sought !== '' && !line.text.toLowerCase().includes(sought)) return false;
    const before = counts.get(line.attempt) ?? 0;
    counts.set(line.attempt, before + 1);
    return before === 0 || !folded.has(line.attempt);
  });
  return left.map((line) =>
    folded.has(line.attempt)
      ? { ...line, text: `${(counts.get(line.attempt) ?? 0).toLocaleString('en-US')} lines folded` }
      : line,
  );
};
