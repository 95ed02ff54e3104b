/** Where a chart's values, ticks and pointer are on the screen. Pure; `chart-places.ts` has the axis that is shared. */
import { edge, pixelOf } from './chart-places';
import { type ShownChart } from './shown-chart';

/** In pixels from the chart's upper left corner. */
export interface PlotFrame {
  left: number;
  right: number;
  top: number;
  bottom: number;
  xOf: (x: number) => number;
  yOf: (value: number) => number;
}

export const plotFrame = (
  { domain, y: [low, high], logScale }: Pick<ShownChart, 'domain' | 'y' | 'logScale'>,
  { width, height, top }: { width: number; height: number; top: number },
): PlotFrame => {
  const bottom = height - edge.bottom;
  const scaled = logScale ? Math.log10 : (value: number) => value;
  const [from, to] = [scaled(low), scaled(high)];
  return {
    left: edge.left,
    right: width - edge.right,
    top,
    bottom,
    xOf: (x) => pixelOf(x, { width, domain }),
    yOf: (value) => bottom - ((bottom - top) * (scaled(value) - from)) / (to - from),
  };
};

/** Of a figure at the size of the axes, in pixels; a bit more than most have. */
const characterWidth = 7;

interface PlacedTick {
  tick: number;
  text: string;
  /** Pixels. */
  at: number;
}

/** The ticks whose texts have room: the first and the last, and of those between as many as leave gaps. */
export const shownTicks = (ticks: readonly PlacedTick[], gap: number): PlacedTick[] => {
  const half = ({ text }: PlacedTick) => (text.length * characterWidth) / 2;
  const isClear = (a: PlacedTick, b: PlacedTick) => b.at - half(b) - (a.at + half(a)) >= gap;
  const last = ticks.at(-1);
  if (last === undefined) return [];
  const shown: PlacedTick[] = [];
  for (const tick of ticks.slice(0, -1)) {
    const before = shown.at(-1);
    if ((before === undefined || isClear(before, tick)) && isClear(tick, last)) shown.push(tick);
  }
  return [...shown, last];
};

/** Index of the x that is nearest to a pixel; -1 where there is none. The xs ascend. */
export const nearestIndex = (xs: readonly number[], pixel: number, xOf: (x: number) => number): number =>
  xs.reduce(
    (nearest, x, index) =>
      nearest === -1 || Math.abs(xOf(x) - pixel) < Math.abs(xOf(xs[nearest] ?? x) - pixel) ? index : nearest,
    -1,
  );
