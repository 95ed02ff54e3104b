/** The steps that a log counts, for logs without epochs and for what only names a step. */
import { addPoint, type AttemptDraft, type MetricValues, type SeriesDraft, type StepTrack } from './drafts';
import { type LineFacts, namedWith } from './facts';
import { type TrainingLogLine } from './model';
import { latestSeries, startSeries } from './positions';

const MAX_ANCHORS = 200;

/** @param style the form that it is printed in; `within`: an epoch's line names it too */
export const takeStep = (
  attempt: AttemptDraft,
  step: number,
  of: number | undefined,
  style: string,
  facts: LineFacts,
  line: TrainingLogLine,
): boolean => {
  const latest = latestSeries(attempt);
  if (latest.steps && !countsBeside(latest.steps, step, of, style, latest.epochs.size === 0)) return false;
  if (style.startsWith('bar') && isUntold(latest, facts)) {
    // Nothing says yet that this bar is of the training: remembered for its total, not counted.
    rememberBar(latest, step, of, line);
    return false;
  }
  const series = isBack(latest, step, style, facts) ? goBack(attempt, latest, step) : latest;
  if (!series) return false;
  const metrics = metricsOf(facts);
  if (series.steps) noteStep(series.steps, step, metrics);
  else series.steps = newTrack(step, style, metrics, facts, line);
  const track = series.steps;
  track.last = Math.max(track.last, step);
  if (of !== undefined && of > 0) track.of = of;
  if (metrics.size > 0) {
    addPoint(series.stepPoints, { raw: step, metrics, at: line.at, line: line.sequence });
  }
  noteAnchor(series, step);
  return true;
};

/** A bar and lines beside it: the lines count where they name steps themselves. */
const countsBeside = (
  track: StepTrack,
  step: number,
  of: number | undefined,
  style: string,
  hasNoEpochs: boolean,
): boolean => {
  const isBar = style.startsWith('bar');
  if (track.style === style || isBar === track.style.startsWith('bar')) return true;
  if (!isBar) {
    if (hasNoEpochs) track.style = style;
    return true;
  }
  if (of !== undefined && track.of === undefined && of >= track.last) track.of = of;
  return step >= track.last && (of === undefined || track.of === undefined || of === track.of);
};

const isUntold = ({ steps, epochs }: SeriesDraft, facts: LineFacts): boolean =>
  facts.pairs.length === 0 && !steps && epochs.size === 0 && !mayCount(facts);

const isBack = ({ steps: track, epochs }: SeriesDraft, step: number, style: string, { split }: LineFacts) => {
  const isHeldOut = split !== undefined && split.split !== 'train';
  return track && step < track.last && !isHeldOut && epochs.size === 0 && track.style === style;
};

/** @returns the series that the step is of: another one where the count begins again; undefined: it is no step */
const goBack = (attempt: AttemptDraft, series: SeriesDraft, step: number): SeriesDraft | undefined => {
  const { steps: track, ended } = series;
  if (!track || attempt.cues.best) return undefined;
  if (step > Math.max(1, track.first) || track.last <= track.first) {
    series.stepPoints = series.stepPoints.filter(({ raw }) => raw < step);
    track.last = step;
    return series;
  }
  const isComplete =
    (track.of !== undefined && track.last >= track.of) || ended || attempt.cues.label !== undefined;
  const begun = startSeries(attempt, series, attempt.cues.restarts === true || !isComplete);
  delete begun.steps;
  return begun;
};

const newTrack = (
  step: number,
  style: string,
  firstMetrics: MetricValues,
  facts: LineFacts,
  line: TrainingLogLine,
): StepTrack => ({
  first: step,
  last: step,
  style,
  firstLine: line.sequence,
  firstAt: line.at,
  firstText: facts.text.slice(0, 300),
  firstMetrics,
});

const noteStep = (track: StepTrack, step: number, metrics: MetricValues): void => {
  const isFirstWithValues = track.firstMetrics.size === 0;
  if (step < track.last || (step === track.last && !isFirstWithValues)) return;
  track.second ??= step;
  if (isFirstWithValues) track.firstMetrics = metrics;
};

const mayCount = ({ bar }: LineFacts) => bar?.role === 'train';

const rememberBar = (series: SeriesDraft, step: number, of: number | undefined, line: TrainingLogLine) => {
  if (of === undefined) return;
  const existing = series.bars.get(`waiting ${of}`);
  if (existing) existing.last = step;
  else if (series.bars.size < 100)
    series.bars.set(`waiting ${of}`, { last: step, global: true, start: line.sequence });
  noteAnchor(series, step, of);
};

/** Where a step and a position are known at the same time. */
const noteAnchor = (series: SeriesDraft, step: number, of?: number): void => {
  const { current, anchors } = series;
  if (of !== undefined && series.steps === undefined && anchors.length === 0)
    anchors.push({ step: 0, raw: Number.NaN });
  if (!current) return;
  const raw = current.number + current.part;
  if (anchors.at(-1)?.step === step) return;
  anchors.push({ step, raw });
  // Seldom, since what lies behind has to move.
  if (anchors.length >= 2 * MAX_ANCHORS) anchors.splice(1, MAX_ANCHORS);
};

const metricsOf = ({ pairs, split }: LineFacts): MetricValues => {
  const metrics: MetricValues = new Map();
  for (const pair of pairs.slice(0, 100)) {
    const { name, value } = namedWith(pair, split);
    if (value !== undefined) metrics.set(name, value);
  }
  return metrics;
};
