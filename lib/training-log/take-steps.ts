/** The steps that a log counts, for logs without epochs and for what only names a step. */
import { addPoint, type AttemptDraft, type MetricValues, type SeriesDraft } from './drafts';
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
  let series = latestSeries(attempt);
  const isHeldOut = facts.split !== undefined && facts.split.split !== 'train';
  let track = series.steps;
  const isBar = style.startsWith('bar');
  if (track && track.style !== style && isBar !== track.style.startsWith('bar')) {
    // A bar and lines beside it: the lines count where they name steps themselves.
    if (isBar) {
      if (of !== undefined && track.of === undefined && of >= track.last) track.of = of;
      if (step < track.last || (of !== undefined && track.of !== undefined && of !== track.of)) return false;
    } else if (series.epochs.size === 0) {
      track.style = style;
    }
  }
  if (isBar && facts.pairs.length === 0 && !track && series.epochs.size === 0 && !mayCount(facts)) {
    // Nothing says yet that this bar is of the training: remembered for its total, not counted.
    rememberBar(series, step, of, line, facts);
    return false;
  }
  if (track && step < track.last && !isHeldOut && series.epochs.size === 0 && track.style === style) {
    const isFromStart = step <= Math.max(1, track.first);
    if (attempt.cues.best) return false;
    if (isFromStart && track.last > track.first) {
      const isComplete =
        (track.of !== undefined && track.last >= track.of) ||
        series.ended ||
        attempt.cues.label !== undefined;
      series = startSeries(attempt, series, attempt.cues.restarts === true || !isComplete);
      track = undefined;
    } else {
      series.stepPoints = series.stepPoints.filter(({ raw }) => raw < step);
      track.last = step;
    }
  }
  const metrics = metricsOf(facts);
  if (!track) {
    track = {
      first: step,
      last: step,
      style,
      firstLine: line.sequence,
      firstAt: line.at,
      firstText: facts.text.slice(0, 300),
      firstMetrics: metrics,
    };
    series.steps = track;
  } else if (step > track.last || (step === track.last && track.firstMetrics.size === 0)) {
    track.second ??= step;
    if (track.firstMetrics.size === 0) track.firstMetrics = metrics;
  }
  track.last = Math.max(track.last, step);
  if (of !== undefined && of > 0) track.of = of;
  if (metrics.size > 0) {
    addPoint(series.stepPoints, { raw: step, metrics, at: line.at, line: line.sequence });
  }
  noteAnchor(series, step);
  return true;
};

const mayCount = ({ bar }: LineFacts) => bar?.role === 'train';

const rememberBar = (
  series: SeriesDraft,
  step: number,
  of: number | undefined,
  line: TrainingLogLine,
  _facts: LineFacts,
) => {
  if (of === undefined) return;
  const known = series.bars.get(`waiting ${of}`);
  if (known) known.last = step;
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
