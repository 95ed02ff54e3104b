/** Turns what a log prints into positions: the number it begins at, and how many steps an epoch has. */
import { type AttemptDraft, countsOfSeries, type SeriesDraft } from './drafts';
import { type Counting } from './model';
import { type NamedCheckpoint } from './checkpoint-names';

export interface Scale {
  counts: Counting | null;
  /** The number of the first epoch or round: 0 or 1. */
  base: number;
  /** Positions are printed as parts of epochs. */
  fractional: boolean;
  stepsPerEpoch?: number;
}

/** @param curves the attempts in order, of the rank that is shown */
export const scaleOf = (curves: readonly AttemptDraft[], plannedOutside?: number): Scale => {
  const series = curves.flatMap((curve) => curve.series);
  const counted = series.map(countsOfSeries).filter((counts) => counts !== undefined);
  const counts = (['epoch', 'round', 'step'] as const).find((one) => counted.includes(one)) ?? null;
  const fractional = series.some((one) => one.fractional);
  const hasZero = series.some(({ epochs }) => epochs.has(0));
  const isFromZero = !fractional && (hasZero || goesOnFromZero(curves[0]));
  const base = counts === 'step' || counts === null || isFromZero ? 0 : 1;
  const perEpoch = counts === 'epoch' ? stepsPerEpoch(curves, base, plannedOutside) : undefined;
  return { counts, base, fractional, ...(perEpoch !== undefined && { stepsPerEpoch: perEpoch }) };
};

/**
 * A job that goes on from another one's checkpoint never prints the number it began at: these libraries number from 0.
 * XGBoost and CatBoost (LightGBM, whose metrics are `valid_0's l2`, from 1), MXNet's Module, timm, PyTorch's ImageNet example.
 */
const FROM_ZERO =
  /^\[\d+\]:?\s+(?!\S*'s )[\w.@-]+:|^\d+:\s+(?:learn|test):|\bEpoch\[\d+\] (?:Batch|Train-|Validation-|Time cost)|^Train: \d+ \[|^Epoch: \[\d+\]\s?\[/;

const goesOnFromZero = (first: AttemptDraft | undefined): boolean => {
  const printed = first?.series.find(({ first: line }) => line !== undefined)?.first;
  return printed !== undefined && printed.number > 1 && FROM_ZERO.test(printed.text);
};

const stepsPerEpoch = (
  curves: readonly AttemptDraft[],
  base: number,
  planned?: number,
): number | undefined => {
  for (const { plan, series } of curves) {
    const epochs = plan.epochs ?? planned;
    if (plan.steps !== undefined && epochs !== undefined) return plan.steps / epochs;
    for (const one of series) {
      const total = one.steps?.of ?? waitingTotal(one);
      const of = one.of ?? epochs;
      if (one.fractional && total !== undefined) {
        return of !== undefined && fitsAnchors(one, total / of) ? total / of : fromAnchors(one, total);
      }
      const perBar = [...one.epochs.values()].find(({ steps }) => steps !== undefined && steps > 1)?.steps;
      if (perBar !== undefined) return perBar;
      const measured = fromAnchorsAlone(one, base);
      if (measured !== undefined) return measured;
    }
  }
  return undefined;
};

const waitingTotal = ({ bars }: SeriesDraft): number | undefined => {
  for (const key of bars.keys()) if (key.startsWith('waiting ')) return Number(key.slice(8));
  return undefined;
};

/** Anchors lie at or behind the last position that a line told. */
const fitsAnchors = (series: SeriesDraft, perEpoch: number): boolean => {
  const distance = distanceOf(series);
  return series.anchors.every(({ step, raw }) => {
    if (Number.isNaN(raw)) return true;
    const position = step / perEpoch - (raw - 1);
    return position > -0.02 && position < distance * 1.6 + 0.02;
  });
};

const distanceOf = ({ first }: SeriesDraft): number =>
  first === undefined
    ? 1
    : Math.max(first.raw - 1, first.second === undefined ? 0 : first.second - first.raw, 0.01);

/** How many epochs the whole bar is: the only whole number that fits what lines said beside it. */
const fromAnchors = (series: SeriesDraft, total: number): number | undefined => {
  if (!series.anchors.some(({ raw, step }) => !Number.isNaN(raw) && step > 0)) return undefined;
  const fitting: number[] = [];
  for (let epochs = 1; epochs <= 300 && fitting.length < 2; epochs++) {
    if (fitsAnchors(series, total / epochs)) fitting.push(total / epochs);
  }
  return fitting.length === 1 ? fitting[0] : undefined;
};

/** A global step that lines name beside whole epochs: `epoch 3, step 2346`. */
const fromAnchorsAlone = ({ anchors, fractional, epochs }: SeriesDraft, base: number): number | undefined => {
  const last = anchors.findLast(({ raw }) => !Number.isNaN(raw) && Number.isInteger(raw));
  if (!last || fractional || last.step === 0) return undefined;
  const done = last.raw - base;
  const isDone = epochs.get(last.raw - 1)?.done === true;
  return done > 0 && isDone ? last.step / done : undefined;
};

/**
 * Where a checkpoint of that name can have been taken, likeliest first. A number may count what is done or name the
 * epoch that was just trained: from 0, both are possible.
 */
export const positionsOf = (
  { name, epoch, step, round, bare }: Pick<NamedCheckpoint, 'name' | 'epoch' | 'step' | 'round' | 'bare'>,
  { counts, base, fractional, stepsPerEpoch: perEpoch }: Scale,
): number[] => {
  const done = (number: number) => {
    if (base !== 0) return [number];
    return /\.params$/i.test(name) ? [number, number + 1] : [number + 1, number];
  };
  if (counts === 'step') {
    const number = step ?? bare ?? round;
    return number === undefined ? [] : [number, number + 1];
  }
  if (counts === 'round') {
    const number = round ?? bare ?? step ?? epoch;
    return number === undefined ? [] : done(number);
  }
  const bySteps = (number: number) => (perEpoch === undefined ? [] : [number / perEpoch]);
  if (step !== undefined && (epoch === undefined || perEpoch !== undefined)) {
    const exact = bySteps(step);
    return epoch === undefined ? exact : [...exact, ...done(epoch)];
  }
  if (epoch !== undefined) return done(epoch);
  if (bare === undefined) return [];
  return fractional ? bySteps(bare) : [...done(bare), ...bySteps(bare)];
};
