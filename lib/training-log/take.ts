/** Takes what one line says into an attempt's draft: the reducer of the reader. */
import { type Bar } from './bars';
import { type AttemptDraft, type EpochDraft, type SeriesDraft } from './drafts';
import { type LineFacts } from './facts';
import { type Mark } from './marks';
import { kindOfName } from './metric-names';
import { type TrainingLogLine } from './model';
import { enterEpoch, finish, isSeriesComplete, latestSeries } from './positions';
import { evaluate, isNewTest, record, takeHeldOut } from './record';
import { takeNotices } from './take-notices';
import { takeStep } from './take-steps';
import { tableRowOf } from './tables';

/** @returns whether the model changed */
export const take = (attempt: AttemptDraft, facts: LineFacts, line: TrainingLogLine): boolean => {
  let changed = takeNotices(attempt, facts, line);
  if (facts.table) {
    attempt.table = facts.table;
    return changed;
  }
  if (facts.callback) return changed;
  const row =
    attempt.table && /^\W{0,3}\d|^all\b/.test(facts.text) ? tableRowOf(attempt.table, facts.text) : undefined;
  if (row && attempt.table) return takeRow(attempt, facts, row, line) || changed;
  const { mark, bar } = facts;
  const had = attempt.own;
  if (mark && mark.axis !== 'step') changed = takeEpoch(attempt, facts, mark, line) || changed;
  else if (bar) changed = takeBar(attempt, facts, bar, line) || changed;
  else if (mark) changed = takeStepMark(attempt, facts, mark, line) || changed;
  else if (facts.pairs.length > 0 && !facts.notices?.resume)
    changed = takeUnmarked(attempt, facts, line) || changed;
  if (changed && attempt.own === had) attempt.own++;
  return changed;
};

const takeRow = (
  attempt: AttemptDraft,
  facts: LineFacts,
  row: NonNullable<ReturnType<typeof tableRowOf>>,
  line: TrainingLogLine,
): boolean => {
  const pairs = row.pairs.filter(({ name }) => kindOfName(name) !== 'counter');
  if (row.number === undefined) {
    const epoch = latestSeries(attempt).current;
    if (!epoch) return false;
    epoch.validated = true;
    return record(latestSeries(attempt), epoch, pairs, line, {});
  }
  const bar = /(\d{1,9})\/(\d{1,9})\s\[/.exec(facts.text);
  const counts = attempt.table?.counts ?? 'epoch';
  const mark: Mark = {
    axis: counts,
    style: 'table',
    number: row.number,
    fraction: false,
    end: 0,
    ...(row.of !== undefined && { of: row.of }),
    ...(bar ? { step: Number(bar[1]), steps: Number(bar[2]) } : row.step !== undefined && { step: row.step }),
  };
  attempt.own++;
  const rowFacts: LineFacts = { text: facts.text, pairs, mark };
  return counts === 'step'
    ? takeStepMark(attempt, rowFacts, mark, line)
    : takeEpoch(attempt, rowFacts, mark, line);
};

const takeEpoch = (attempt: AttemptDraft, facts: LineFacts, mark: Mark, line: TrainingLogLine): boolean => {
  attempt.own++;
  if (facts.bar && facts.bar.step === 0 && sameEpoch(attempt, mark)) return false;
  if (mark.split === undefined || mark.split === 'train') delete attempt.cues.evaluates;
  const epoch = enterEpoch(attempt, mark, facts, line);
  if (!epoch) return true;
  const series = latestSeries(attempt);
  if (series.current === epoch) noteFirst(series, epoch, facts, mark, line);
  if (facts.globalStep !== undefined) takeStep(attempt, facts.globalStep, undefined, 'within', facts, line);
  const isSummaryOfTraining =
    facts.pairs.some(({ name }) => /^train_runtime$/.test(name)) || /train_runtime/.test(facts.text);
  if (isSummaryOfTraining) return true;
  if (mark.split !== undefined && mark.split !== 'train') epoch.validated = true;
  // A bar that begins still shows the values of the epoch before.
  if (facts.bar && facts.bar.step === 0) return true;
  const within = facts.bar !== undefined && facts.bar.steps !== undefined && facts.bar.step < facts.bar.steps;
  record(series, epoch, facts.pairs, line, {
    ...(facts.split && { split: facts.split }),
    stale: facts.bar ? (within ? 'all' : 'held-out') : 'none',
  });
  return true;
};

const sameEpoch = (attempt: AttemptDraft, mark: Mark) => {
  const { current, styles } = latestSeries(attempt);
  return (
    current !== undefined &&
    mark.number - (styles.get(mark.style) ?? 0) === current.number &&
    current.part > 0
  );
};

/** Where the attempt's log first tells a position, and how far apart it prints them. */
const noteFirst = (
  series: SeriesDraft,
  epoch: EpochDraft,
  { text, bar, pairs }: LineFacts,
  mark: Mark,
  line: TrainingLogLine,
) => {
  const raw = epoch.number + epoch.part;
  if (!series.first) {
    const onlyAnnounced = mark.step === undefined && pairs.length === 0;
    series.first = {
      number: epoch.number,
      raw: onlyAnnounced ? epoch.number : raw,
      part: onlyAnnounced ? 0 : epoch.part,
      line: line.sequence,
      at: line.at,
      text,
      bar: bar !== undefined,
      ...(mark.of !== undefined && { of: mark.of }),
      ...(mark.step !== undefined && { step: mark.step }),
      ...(mark.steps !== undefined && { steps: mark.steps }),
    };
  } else if (series.first.second === undefined && raw > series.first.raw) series.first.second = raw;
};

const takeBar = (
  attempt: AttemptDraft,
  facts: LineFacts,
  bar: Bar & { role: string },
  line: TrainingLogLine,
): boolean => {
  const series = latestSeries(attempt);
  const { current } = series;
  if (bar.role === 'eval' || (attempt.cues.evaluates !== undefined && bar.kind !== 'keras')) {
    if (current) current.validated = true;
    if (bar.step === 0 || facts.pairs.length === 0) return false;
    return takeHeldOut(attempt, facts, facts.split ?? { split: 'val', word: 'val' }, line);
  }
  if (!current || series.fractional || series.axis === 'round') {
    if (bar.kind === 'keras' && !current) return false;
    return takeStep(attempt, bar.step, bar.steps, `bar ${bar.label.replace(/[\d.]+/g, '')}`, facts, line);
  }
  if (bar.kind === 'keras' && isEvaluationBar(current, facts, bar, line)) {
    return evaluate(attempt, facts.pairs, attempt.cues.evaluates ?? 'eval', line, bar);
  }
  if (bar.steps === undefined) {
    current.step = bar.step;
    return record(series, current, facts.pairs, line, { stale: 'all' });
  }
  if (isGlobalBar(attempt, series, current, bar)) {
    takeStep(attempt, bar.step, bar.steps, 'bar', { ...facts, pairs: [] }, line);
    return record(series, current, facts.pairs, line, { stale: 'all', onlyNew: current.done });
  }
  const full = bar.step >= bar.steps;
  if (
    bar.kind !== 'keras' &&
    current.fullSteps !== undefined &&
    current.fullSteps !== bar.steps &&
    current.done
  ) {
    // Another bar within the epoch, after that of the training: its validation.
    current.validated = true;
    return record(series, current, facts.pairs, line, { onlyNew: true });
  }
  if (!current.done || current.fullAt !== undefined) {
    current.step = bar.step;
    current.steps = bar.steps;
    current.part = Math.max(current.part, bar.step / bar.steps);
  }
  if (full) {
    current.fullAt = line.sequence;
    current.fullSteps = bar.steps;
    finish(current, line);
  }
  if (bar.step === 0) return true;
  record(series, current, facts.pairs, line, { stale: full ? 'held-out' : 'all' });
  return true;
};

/** After an epoch's bar was full, another bar without a header is an evaluation, unless it is the same one drawn again. */
const isEvaluationBar = (
  epoch: EpochDraft,
  { pairs }: LineFacts,
  bar: Bar,
  line: TrainingLogLine,
): boolean => {
  if (epoch.fullAt === undefined) return false;
  if (epoch.fullAt === line.sequence) return epoch.fullSteps !== bar.steps;
  if (epoch.fullSteps !== bar.steps) return true;
  if (pairs.some(({ split }) => split !== undefined && split !== 'train')) return false;
  return pairs.some(
    ({ name, value }) => epoch.metrics.get(name) !== (value ?? Number.NaN) && value !== undefined,
  );
};

/** A bar that goes on where it was in the epoch before counts the whole training. */
const isGlobalBar = (attempt: AttemptDraft, series: SeriesDraft, current: EpochDraft, bar: Bar): boolean => {
  const key = `${bar.label.replace(/\d+/g, '#')} ${bar.steps}`;
  const existing = series.bars.get(key);
  if (!existing) {
    if (series.bars.size < 100) {
      const global =
        bar.steps !== undefined && bar.steps === attempt.plan.steps && (attempt.plan.epochs ?? 2) > 1;
      series.bars.set(key, { last: bar.step, epoch: current.number, global, start: bar.step });
    }
    return series.bars.get(key)?.global ?? false;
  }
  if (existing.epoch !== current.number) {
    if (bar.step > existing.last && existing.last > 0 && bar.step !== bar.steps) existing.global = true;
    existing.epoch = current.number;
  }
  existing.last = bar.step;
  return existing.global;
};

const takeStepMark = (
  attempt: AttemptDraft,
  facts: LineFacts,
  mark: Mark,
  line: TrainingLogLine,
): boolean => {
  const series = latestSeries(attempt);
  const { current } = series;
  const heldOut = facts.split && facts.split.split !== 'train' ? facts.split : undefined;
  if (!current || series.fractional) {
    const isFinal = heldOut !== undefined && /saving dict|final|test/i.test(facts.text);
    if (heldOut && isFinal && !current) return evaluate(attempt, facts.pairs, heldOut.split, line);
    return takeStep(attempt, mark.number, mark.of, mark.style, facts, line);
  }
  takeStep(attempt, mark.number, mark.of, 'within', { ...facts, pairs: [] }, line);
  if (heldOut) return takeHeldOut(attempt, facts, heldOut, line);
  const pseudo: Bar = {
    label: 'step',
    step: mark.number,
    rest: '',
    kind: 'tqdm',
    moves: false,
    ...(mark.of !== undefined && { steps: mark.of }),
  };
  if (mark.of !== undefined && !current.done && !isGlobalBar(attempt, series, current, pseudo)) {
    current.step = mark.number;
    current.steps = mark.of;
    current.part = Math.max(current.part, Math.min(1, mark.number / mark.of));
    if (mark.number >= mark.of) finish(current, line);
  }
  // Steps that go on after an epoch was summed up are of the next one, which nothing has named yet.
  if (current.done && current.part >= 1 && (mark.of === undefined || mark.number < mark.of)) return true;
  return record(series, current, facts.pairs, line, {});
};

/** A line with metrics that names no position is of the epoch under way, or the result of an evaluation. */
const takeUnmarked = (attempt: AttemptDraft, facts: LineFacts, line: TrainingLogLine): boolean => {
  const series = latestSeries(attempt);
  const { current } = series;
  const pairs = facts.pairs.filter(
    ({ name, assigned }) =>
      kindOfName(name) === 'metric' && (assigned || facts.pairs.length > 1 || facts.text.length < 80),
  );
  if (pairs.length === 0) return false;
  const heldOut = facts.split && facts.split.split !== 'train' ? facts.split : undefined;
  if (heldOut) return takeHeldOut(attempt, { ...facts, pairs }, heldOut, line);
  if (!current) {
    if (!series.steps) return false;
    const own = pairs.filter(({ split }) => split === 'test' || split === 'eval');
    return own.length > 0 && series.ended ? evaluate(attempt, own, 'test', line) : false;
  }
  const splits = new Set(pairs.map(({ split }) => split));
  const isTest = splits.has('test') || splits.has('eval') || /^\W{0,4}final/i.test(facts.text);
  if (isOver(series) || (isTest && current.done && isNewTest(series, pairs))) {
    if (current.validated !== true && !isTest && splits.has('val') && !series.ended) {
      return record(series, current, pairs, line, { onlyNew: true });
    }
    return evaluate(attempt, pairs, isTest ? 'test' : splits.has('val') ? 'val' : 'eval', line);
  }
  const step = /\[\s{0,12}(\d{1,12})\s{0,2}\/\s{0,12}(\d{1,12})\s{0,2}\]/.exec(facts.text);
  if (step && !current.done && Number(step[2]) > 0) {
    // PyTorch's quickstart: `loss: 2.30  [   64/60000]`.
    current.part = Math.max(current.part, Math.min(1, Number(step[1]) / Number(step[2])));
  }
  if (!current.done && attempt.cues.evaluates !== undefined) {
    const split = attempt.cues.evaluates;
    return record(series, current, pairs, line, { split: { split, word: split } });
  }
  const trained = pairs.filter(({ split }) => split === undefined || split === 'train');
  const others = pairs.filter(({ split }) => split !== undefined && split !== 'train');
  const one = record(series, current, trained, line, { onlyNew: current.done });
  return record(series, current, others, line, {}) || one;
};

const isOver = (series: SeriesDraft) =>
  series.ended ||
  (isSeriesComplete(series) && series.current?.fullAt !== undefined) ||
  (isSeriesComplete(series) && series.current?.validated === true);
