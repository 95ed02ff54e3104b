/** Builds the model out of what was kept of the log: positions aligned, attempts judged one after the other. */
import {
  type AttemptDraft,
  countsOfSeries,
  type EpochDraft,
  type PointDraft,
  type SeriesDraft,
} from './drafts';
import {
  type AttemptModel,
  type EpochModel,
  type EvaluationModel,
  type OutsideEvidence,
  type PointModel,
  type ResumeModel,
  type SeriesModel,
  type TrainingModel,
} from './model';
import { type Scale, scaleOf } from './scale';
import { type Before, beginningOf, judge } from './verdict';

/** One attempt's draft of the rank that is shown. */
export interface AttemptInput {
  attempt: number;
  draft: AttemptDraft;
  ranks: string[];
  rank?: string;
  startedAt: number;
  lastAt: number;
}

export const buildModel = (inputs: readonly AttemptInput[], outside: OutsideEvidence = {}): TrainingModel => {
  const scale = scaleOf(
    inputs.map(({ draft }) => draft),
    outside.planned,
  );
  const before: Before[] = [];
  const attempts: AttemptModel[] = [];
  const resumes: ResumeModel[] = [];
  for (const [index, input] of inputs.entries()) {
    const isLast = index === inputs.length - 1;
    let shift = 0;
    let from: number | undefined =
      index === 0 ? tidy(beginningOf(input.draft, scale, outside.planned)) : undefined;
    if (index > 0) {
      const stored = outside.stored?.find(({ attempt }) => attempt === input.attempt);
      const judged = judge(input.attempt, input.draft, before, scale, stored, outside.planned);
      shift = judged.shift;
      from = judged.resume.at;
      resumes.push(judged.resume);
    }
    const model = attemptModel(input, scale, {
      shift,
      from,
      outside,
      completed: isLast && outside.completed === true,
      before: before.at(-1),
    });
    attempts.push(model);
    before.push({
      draft: input.draft,
      reached: model.reached ?? before.at(-1)?.reached ?? 0,
      ...(model.planned !== undefined && { planned: model.planned }),
    });
  }
  return { counts: scale.counts, attempts, resumes };
};

interface Placement {
  shift: number;
  from: number | undefined;
  outside: OutsideEvidence;
  completed: boolean;
  before: Before | undefined;
}

const attemptModel = (input: AttemptInput, scale: Scale, place: Placement): AttemptModel => {
  const { attempt, draft, ranks, rank, startedAt, lastAt } = input;
  const counted = draft.series.filter((series) => isCounted(series, scale));
  let shift = place.shift;
  const series = counted.map((one, index) => {
    const model = seriesModel(
      one,
      draft,
      scale,
      { ...place, shift, from: index === 0 ? place.from : 0 },
      index + 1,
    );
    // What begins anew because the one before was thrown away takes up where that one did.
    if (!one.discarded) shift = 0;
    return model;
  });
  const latest = series.at(-1);
  const reached = latest?.reached ?? place.from;
  const planned =
    latest?.planned ?? plannedBy(draft, scale) ?? place.before?.planned ?? place.outside.planned;
  return {
    attempt,
    series,
    ...(reached !== undefined && { reached }),
    ...(planned !== undefined && { planned }),
    ...(draft.ended && { ended: draft.ended }),
    saved: draft.saved.map(({ name, raw, at, line }) => ({
      ...(name !== undefined && { name }),
      ...(raw !== undefined && { position: tidy(raw - scale.base + place.shift) }),
      at,
      line,
    })),
    ranks,
    ...(rank !== undefined && { rank }),
    startedAt,
    lastAt,
  };
};

const isCounted = (series: SeriesDraft, { counts }: Scale): boolean => {
  const own = countsOfSeries(series);
  if (own === undefined || counts === null) return false;
  return counts === 'step' ? own === 'step' : series.epochs.size > 0;
};

const plannedBy = ({ plan }: AttemptDraft, { counts }: Scale): number | undefined =>
  counts === 'step'
    ? plan.steps
    : counts === 'round'
      ? (plan.rounds ?? plan.epochs)
      : counts === 'epoch'
        ? plan.epochs
        : undefined;

const tidy = (value: number) => Math.round(value * 1e6) / 1e6;

const seriesModel = (
  series: SeriesDraft,
  draft: AttemptDraft,
  scale: Scale,
  place: Placement,
  number: number,
): SeriesModel => {
  const { base } = scale;
  const { shift } = place;
  const isSteps = scale.counts === 'step';
  const position = (raw: number) => tidy(raw - base + shift);
  const numbers = series.fractional ? Math.round(shift) : shift;
  const { current, steps } = series;
  const isFinished =
    place.completed && current !== undefined && (current.part > 0.5 || current.metrics.size > 0);
  const lastRaw = current ? current.number + (current.done || isFinished ? 1 : current.part) : 0;
  const reached = isSteps
    ? tidy((steps?.last ?? 0) + shift)
    : position(Math.max(lastRaw, globalRaw(series, scale)));
  const of = isSteps ? (steps?.of ?? draft.plan.steps) : (series.of ?? plannedBy(draft, scale));
  const planned =
    of === undefined
      ? (place.outside.planned ?? place.before?.planned)
      : of + (shift > 0 && series.of !== undefined ? numbers : 0);
  const points = isSteps ? series.stepPoints : series.points;
  return {
    number,
    counts: isSteps ? 'step' : (series.axis ?? 'epoch'),
    ...(series.label !== undefined && { label: series.label }),
    discarded: series.discarded,
    from: place.from ?? 0,
    reached,
    ...(planned !== undefined && { planned }),
    base,
    shift,
    epochs: isSteps
      ? []
      : [...series.epochs.values()]
          .sort((a, b) => a.number - b.number)
          .map((epoch) => epochModel(epoch, numbers, of, isFinished && epoch === current)),
    points: points.map((point) => pointModel(point, isSteps ? point.raw + shift : position(point.raw))),
    evaluations: series.evaluations.map((one) =>
      evaluationModel(one, isSteps ? one.raw + shift : position(one.raw)),
    ),
  };
};

/** A bar of the whole training may have been drawn after the last line that named an epoch. */
const globalRaw = (series: SeriesDraft, { stepsPerEpoch, fractional }: Scale): number => {
  if (!fractional || stepsPerEpoch === undefined || !series.steps) return 0;
  return 1 + series.steps.last / stepsPerEpoch;
};

const epochModel = (
  epoch: EpochDraft,
  shift: number,
  of: number | undefined,
  isFinished: boolean,
): EpochModel => {
  const own = epoch.of ?? of;
  return {
    number: epoch.number + shift,
    done: epoch.done || isFinished,
    ...(own !== undefined && { of: own + shift }),
    metrics: Object.fromEntries([...epoch.metrics].filter(([, value]) => Number.isFinite(value))),
    startedAt: epoch.startedAt,
    ...(epoch.endedAt !== undefined && { endedAt: epoch.endedAt }),
    firstLine: epoch.firstLine,
    line: epoch.line,
  };
};

const pointModel = ({ metrics, at, line }: PointDraft, position: number): PointModel => ({
  position,
  metrics: Object.fromEntries(metrics),
  at,
  line,
});

const evaluationModel = (
  { split, metrics, at, line }: SeriesDraft['evaluations'][number],
  position: number,
): EvaluationModel => ({ position, split, metrics: Object.fromEntries(metrics), at, line });
