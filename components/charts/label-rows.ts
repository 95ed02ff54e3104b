/** Places labels above a chart so that none lies over another. */
export interface PlacedLabel {
  text: string;
  /** Left end, in pixels. */
  left: number;
  /** 0 is the lowest. */
  row: number;
}

/** Of a character of the labels' font, in pixels: wide enough for most. */
const CHARACTER = 6.4;
const GAP = 8;
export const labelRows = 2;

/**
 * @param labels by place; each with its texts, from the one that says most to the shortest
 * @returns for each label, in order; undefined where there is no room for any of its texts
 */
export const placeLabels = (
  labels: readonly { x: number; texts: readonly string[] }[],
  width: number,
): (PlacedLabel | undefined)[] => {
  const longest = Math.max(0, ...labels.map(({ texts }) => texts.length));
  for (let level = 0; level < longest; level++) {
    const placed = placeAll(
      labels.map(({ x, texts }) => ({ x, text: texts[Math.min(level, texts.length - 1)] ?? '' })),
      width,
    );
    if (level === longest - 1 || placed.every((label) => label !== undefined)) return placed;
  }
  return [];
};

const placeAll = (labels: readonly { x: number; text: string }[], width: number) => {
  const ends = Array.from({ length: labelRows }, () => -Infinity);
  return labels.map(({ x, text }): PlacedLabel | undefined => {
    const size = text.length * CHARACTER;
    const left = Math.max(0, Math.min(x - size / 2, width - size));
    const row = ends.findIndex((end) => end + GAP <= left);
    if (row === -1) return undefined;
    ends[row] = left + size;
    return { text, left, row };
  });
};
