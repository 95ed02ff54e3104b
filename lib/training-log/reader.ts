/**
 * Reads a training log line by line as it grows: in linear time, in bounded memory, never throwing. One reader holds
 * one job's log, all attempts and hosts.
 */
import { type AttemptInput, buildModel } from './build';
import { type AttemptDraft, countsOfSeries, newAttempt } from './drafts';
import { factsOf } from './facts';
import { curvesOf, give, type Lane, mainLane } from './lanes';
import { type Counting, type OutsideEvidence, type TrainingLogLine, type TrainingModel } from './model';
import { latestSeries } from './positions';

export interface TrainingLogReader {
  /** Takes the next line (lines of one host in order); true if the model changed by it. */
  push(line: TrainingLogLine): boolean;
  /**
   * The model so far. Cheap when nothing changed: the same object for the same evidence object (compared by identity).
   * @param rank label of `AttemptModel.ranks` whose curve is wanted; by default the lowest
   */
  model(outside?: OutsideEvidence, rank?: string): TrainingModel;
  /**
   * The last epoch (round) that is known to have ended in an attempt, as the script numbers it; for a log of steps,
   * the last step. Cheap enough to be asked after every line. Undefined: none yet.
   */
  lastDone(attempt: number): LastDone | undefined;
}

export interface LastDone {
  counts: Counting;
  number: number;
}

interface AttemptState {
  lanes: Lane[];
  startedAt: number;
  lastAt: number;
}

const MAX_ATTEMPTS = 1000;

export const createTrainingLogReader = (): TrainingLogReader => {
  const attempts = new Map<number, AttemptState>();
  let built:
    { model: TrainingModel; outside: OutsideEvidence | undefined; rank: string | undefined } | undefined;

  const getState = (line: TrainingLogLine): AttemptState | undefined => {
    const existing = attempts.get(line.attempt);
    if (existing) {
      existing.lastAt = Math.max(existing.lastAt, line.at);
      return existing;
    }
    if (attempts.size >= MAX_ATTEMPTS) return undefined;
    const state = { lanes: [], startedAt: line.at, lastAt: line.at };
    attempts.set(line.attempt, state);
    return state;
  };

  const read = (line: TrainingLogLine): boolean => {
    const isNew = !attempts.has(line.attempt);
    const state = getState(line);
    if (!state) return false;
    let changed = isNew;
    for (const facts of factsOf(line.message)) changed = give(state.lanes, facts, line) || changed;
    return changed;
  };

  return {
    push: (line) => {
      const changed = read(line);
      if (changed) built = undefined;
      return changed;
    },
    model: (outside, rank) => {
      if (built && built.outside === outside && built.rank === rank) return built.model;
      const model = buildModel(inputsOf(attempts, rank), outside);
      built = { model, outside, rank };
      return model;
    },
    lastDone: (attempt) => {
      const state = attempts.get(attempt);
      const lane = state && mainLane(state.lanes);
      return lane && lastDoneOf(lane.draft);
    },
  };
};

const inputsOf = (attempts: ReadonlyMap<number, AttemptState>, rank: string | undefined): AttemptInput[] =>
  [...attempts]
    .sort(([a], [b]) => a - b)
    .map(([attempt, { lanes, startedAt, lastAt }]) => {
      const curves = curvesOf(lanes);
      const lane = mainLane(lanes, rank);
      return {
        attempt,
        draft: lane?.draft ?? newAttempt(),
        ranks: curves.length > 1 ? curves.map(({ label }) => label) : [],
        ...(curves.length > 1 && lane && { rank: lane.label }),
        startedAt,
        lastAt,
      };
    });

const lastDoneOf = (draft: AttemptDraft): LastDone | undefined => {
  const series = latestSeries(draft);
  const counts = countsOfSeries(series);
  if (counts === undefined) return undefined;
  if (counts === 'step') return { counts, number: series.steps?.last ?? 0 };
  const { current, previous } = series;
  const done = current?.done ? current : previous?.done ? previous : undefined;
  return done && { counts, number: done.number };
};

/** The model of a whole log. */
export const readTrainingLog = (
  lines: Iterable<TrainingLogLine>,
  outside?: OutsideEvidence,
): TrainingModel => {
  const reader = createTrainingLogReader();
  for (const line of lines) reader.push(line);
  return reader.model(outside);
};
