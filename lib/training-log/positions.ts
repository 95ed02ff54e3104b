/** Finds the epoch that a mark means: its numbering, what it says of the ones before, and where a curve begins anew. */
import {
  type AttemptDraft,
  countsOfSeries,
  type EpochDraft,
  MAX_EPOCHS,
  MAX_SERIES,
  newSeries,
  type SeriesDraft,
} from './drafts';
import { type LineFacts } from './facts';
import { type Mark } from './marks';
import { kindOfName } from './metric-names';
import { type TrainingLogLine } from './model';

// eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- an attempt has a series from its beginning on
export const latestSeries = (attempt: AttemptDraft): SeriesDraft => attempt.series.at(-1) as SeriesDraft;

/** @returns the epoch that the line is of; undefined: its number begins none */
export const enterEpoch = (
  attempt: AttemptDraft,
  mark: Mark,
  facts: LineFacts,
  line: TrainingLogLine,
): EpochDraft | undefined => {
  let series = latestSeries(attempt);
  if (mark.fraction && !series.fractional) becomeFractional(series);
  const asPosition = series.fractional && mark.style === 'member';
  const position = asPosition ? mark.number : undefined;
  const summary = isSummary(mark, facts) && !asPosition;
  let number = position === undefined ? numbered(series, mark, summary) : Math.max(1, Math.ceil(position));
  const current = series.current;
  if (current) {
    const back =
      position === undefined
        ? number < current.number || isBackWithin(attempt, series, current, mark, facts, line)
        : position < current.number - 1 + current.part - 1e-9;
    if (back) {
      if (attempt.cues.best) {
        delete attempt.cues.best;
        return undefined;
      }
      if (mark.split !== undefined && mark.split !== 'train') return series.epochs.get(number);
      if (position !== undefined && onlyHeldOut(facts)) return series.epochs.get(number);
      if (summary && number === current.number - 1 && current.part === 0 && current.metrics.size === 0) {
        return series.epochs.get(number);
      }
      if (position === undefined && isRepeat(series, current, number, mark, facts))
        return series.epochs.get(number);
      series = beginAnew(attempt, series, number, mark);
      if (position === undefined) number = numbered(series, mark, summary);
    }
  }
  delete attempt.cues.best;
  if (series.current === undefined || number > series.current.number)
    openEpoch(attempt, series, number, mark, line);
  const epoch = series.current;
  if (!epoch || epoch.number !== number) return epoch;
  noteMark(series, epoch, mark, line);
  if (position === undefined) complete(series, epoch, mark, facts, summary, line);
  else reachPosition(epoch, position);
  delete attempt.cues.restarts;
  delete attempt.cues.begins;
  return epoch;
};

const noteMark = (series: SeriesDraft, epoch: EpochDraft, mark: Mark, line: TrainingLogLine): void => {
  series.axis ??= mark.axis === 'round' ? 'round' : 'epoch';
  epoch.line = line.sequence;
  if (mark.of !== undefined && mark.of > 0) series.of = epoch.of = mark.of;
};

const reachPosition = (epoch: EpochDraft, position: number): void => {
  epoch.part = Math.max(epoch.part, Math.min(1, position - (epoch.number - 1)));
  if (epoch.part >= 1) epoch.done = true;
};

/** A line that sums its epoch up: values of it, without a step count. */
const isSummary = (mark: Mark, { pairs, globalStep }: LineFacts): boolean =>
  mark.begins !== true &&
  mark.step === undefined &&
  globalStep === undefined &&
  pairs.some(({ name }) => kindOfName(name) !== 'setting');

const onlyHeldOut = ({ pairs }: LineFacts) =>
  pairs.length > 0 &&
  pairs.every(
    ({ name, split }) => split !== undefined && split !== 'train' && kindOfName(name) !== 'setting',
  );

/** Of two printed forms, one may count from 0 and the other from 1; the first form's numbers are kept. */
const numbered = (series: SeriesDraft, mark: Mark, summary: boolean): number => {
  const existing = series.styles.get(mark.style);
  if (existing !== undefined) return mark.number - existing;
  const { current } = series;
  let above = 0;
  if (current && series.styles.size > 0 && !series.fractional) {
    const isAhead = mark.number === current.number + 1 && mark.begins !== true;
    if (isAhead && (!current.done || summary)) above = 1;
    if (mark.number === current.number - 1) above = -1;
  }
  if (series.styles.size < 50) series.styles.set(mark.style, above);
  return mark.number - above;
};

/** Whole numbers that came before the first fraction were positions too: `'epoch': 0` is the beginning of the first. */
const becomeFractional = (series: SeriesDraft): void => {
  series.fractional = true;
  const zero = series.epochs.get(0);
  if (zero && series.epochs.size === 1) {
    series.epochs.delete(0);
    zero.number = 1;
    zero.part = 0;
    zero.done = false;
    series.epochs.set(1, zero);
    for (const point of series.points) point.raw = 1;
    if (series.first) series.first = { ...series.first, number: 1, raw: 1, part: 0 };
  }
};

/** The same epoch's steps begin again, or its announcement comes again when it was finished. */
const isBackWithin = (
  attempt: AttemptDraft,
  series: SeriesDraft,
  current: EpochDraft,
  mark: Mark,
  facts: LineFacts,
  line: TrainingLogLine,
): boolean => {
  if (mark.number - (series.styles.get(mark.style) ?? 0) !== current.number || facts.bar) return false;
  if (mark.split !== undefined && mark.split !== 'train') return false;
  if (mark.step !== undefined && current.step !== undefined && mark.steps === current.steps) {
    return mark.step < current.step * 0.5 && mark.step <= (series.first?.step ?? 0) * 1.5 + 1;
  }
  const isAgain = mark.alone === true || mark.begins === true;
  if (attempt.cues.restarts === true && isAgain && (current.part > 0 || current.metrics.size > 0))
    return true;
  const isAnnouncement =
    (mark.alone === true || mark.begins === true) && facts.pairs.length === 0 && mark.ends !== true;
  return (
    isAnnouncement &&
    current.done &&
    current.announced &&
    line.sequence !== current.line &&
    series.styles.has(mark.style) &&
    mark.axis === 'epoch'
  );
};

/** Ranks without a prefix repeat each other's lines: the same epoch again, one behind, is no new beginning. */
const isRepeat = (
  series: SeriesDraft,
  current: EpochDraft,
  number: number,
  mark: Mark,
  { pairs }: LineFacts,
): boolean => {
  if (number !== current.number - 1 || current.step !== undefined) return false;
  const before = series.epochs.get(number);
  if (!before || !current.announced || current.metrics.size > 0 || current.part > 0) return false;
  return (
    mark.step === undefined && pairs.length === 0 && mark.of === before.of && before.firstLine === before.line
  );
};

const openEpoch = (
  attempt: AttemptDraft,
  series: SeriesDraft,
  number: number,
  mark: Mark,
  line: TrainingLogLine,
): void => {
  const { current } = series;
  if (current) {
    current.done = true;
    current.part = 1;
    current.endedAt ??= line.at;
  }
  // What goes on had not ended: some scripts sum up the time trained after each epoch.
  if (series.ended) {
    series.ended = false;
    delete attempt.ended;
  }
  const of = mark.of ?? series.of;
  const epoch: EpochDraft = {
    number,
    part: 0,
    done: false,
    ...(of !== undefined && { of }),
    metrics: new Map(),
    startedAt: line.at,
    firstLine: line.sequence,
    line: line.sequence,
    announced: mark.step === undefined,
  };
  if (current) series.previous = current;
  series.current = epoch;
  if (attempt.series.reduce((sum, { epochs }) => sum + epochs.size, 0) < MAX_EPOCHS)
    series.epochs.set(number, epoch);
};

const complete = (
  series: SeriesDraft,
  epoch: EpochDraft,
  mark: Mark,
  facts: LineFacts,
  summary: boolean,
  line: TrainingLogLine,
): void => {
  const isHeldOut = mark.split !== undefined && mark.split !== 'train';
  if (mark.axis === 'round') finish(epoch, line);
  else if (mark.step !== undefined && !isHeldOut) {
    epoch.step = mark.step;
    if (mark.steps !== undefined) {
      epoch.steps = mark.steps;
      epoch.part = Math.max(epoch.part, Math.min(1, mark.step / mark.steps));
      if (mark.full === true || mark.step >= mark.steps) {
        if (facts.bar) epoch.fullAt = line.sequence;
        finish(epoch, line);
      }
    }
  } else if (summary || mark.ends === true) finish(epoch, line);
};

export const finish = (epoch: EpochDraft, line: { at: number }): void => {
  epoch.done = true;
  epoch.part = 1;
  epoch.endedAt = Math.max(line.at, epoch.endedAt ?? line.at);
};

/** Numbers go back: another curve, a new beginning after what was thrown away, or a step back to a checkpoint. */
const beginAnew = (attempt: AttemptDraft, series: SeriesDraft, number: number, mark: Mark): SeriesDraft => {
  const { cues } = attempt;
  const numbers = [...series.epochs.keys()];
  const first = numbers.length > 0 ? Math.min(...numbers.slice(0, 1), number) : number;
  const isComplete = isSeriesComplete(series);
  const isNew =
    isComplete ||
    series.ended ||
    cues.label !== undefined ||
    series.evaluations.length > 0 ||
    (mark.of !== undefined && series.of !== undefined && mark.of !== series.of);
  if (number > first && !isNew) {
    for (const key of numbers) if (key >= number) series.epochs.delete(key);
    series.points = series.points.filter(({ raw }) => raw < number);
    delete series.current;
    series.styles.clear();
    return series;
  }
  const finishedOne = [...series.epochs.values()].some(({ done }) => done);
  const isThrownAway =
    cues.restarts === true || (!isNew && (series.fractional || !finishedOne || cues.begins === true));
  return startSeries(attempt, series, isThrownAway);
};

export const isSeriesComplete = (series: SeriesDraft): boolean => {
  const { current, of } = series;
  if (!current || of === undefined || !current.done) return false;
  return current.number >= of || (series.epochs.has(0) && current.number + 1 >= of);
};

export const startSeries = (attempt: AttemptDraft, before: SeriesDraft, discarded: boolean): SeriesDraft => {
  before.discarded = discarded && !isSeriesComplete(before);
  const series = newSeries();
  const label = attempt.cues.label;
  if (label !== undefined) series.label = label;
  attempt.cues = {};
  if (attempt.series.length >= MAX_SERIES) attempt.series.splice(1, 1);
  attempt.series.push(series);
  return series;
};

export const hasPosition = (attempt: AttemptDraft): boolean =>
  attempt.series.length > 1 || countsOfSeries(latestSeries(attempt)) !== undefined;
