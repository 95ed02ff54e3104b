/**
 * Reads a training log line by line as it grows: in linear time, in bounded memory, never throwing. One reader holds
 * one job's log, all attempts and hosts.
 */
import { type AttemptInput, buildModel } from './build';
import { type AttemptDraft, countsOfSeries, newAttempt } from './drafts';
import { factsOf, type LineFacts } from './facts';
import { type Counting, type OutsideEvidence, type TrainingLogLine, type TrainingModel } from './model';
import { hasPosition, latestSeries } from './positions';
import { evidenceOf } from './take-notices';
import { take } from './take';
import { piecesOf } from './text';

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

/** The lines of one host, and of each rank that writes into its stream with its number. */
interface Lane {
  label: string;
  host: number;
  /** -1: lines without a rank. */
  rank: number;
  draft: AttemptDraft;
}

interface AttemptState {
  lanes: Lane[];
  startedAt: number;
  lastAt: number;
}

const MAX_ATTEMPTS = 1000;
const MAX_LANES = 64;

export const createTrainingLogReader = (): TrainingLogReader => {
  const attempts = new Map<number, AttemptState>();
  let built:
    { model: TrainingModel; outside: OutsideEvidence | undefined; rank: string | undefined } | undefined;

  const stateOf = (line: TrainingLogLine): AttemptState | undefined => {
    const known = attempts.get(line.attempt);
    if (known) {
      known.lastAt = Math.max(known.lastAt, line.at);
      return known;
    }
    if (attempts.size >= MAX_ATTEMPTS) return undefined;
    const state = { lanes: [], startedAt: line.at, lastAt: line.at };
    attempts.set(line.attempt, state);
    return state;
  };

  const read = (line: TrainingLogLine): boolean => {
    const isNew = !attempts.has(line.attempt);
    const state = stateOf(line);
    if (!state) return false;
    let changed = isNew;
    for (const piece of piecesOf(line.message)) {
      for (const facts of factsOf(piece)) changed = give(state, facts, line) || changed;
    }
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
      const lane = attempts.has(attempt)
        ? mainLane((attempts.get(attempt) as AttemptState).lanes)
        : undefined;
      return lane && lastDoneOf(lane.draft);
    },
  };
};

/** A line without a rank is of all of its host's ranks; one with a rank is of that one only. */
const give = (state: AttemptState, facts: LineFacts, line: TrainingLogLine): boolean => {
  const host = hostNumber(line.host);
  const plain = laneOf(state, host, -1, line.host);
  if (!facts.rank) {
    let changed = false;
    for (const lane of state.lanes) {
      if (lane.host !== host) continue;
      const own = lane.draft.own;
      changed = into(lane, facts, line) || changed;
      if (lane !== plain) lane.draft.own = own;
    }
    return changed;
  }
  const lane = laneOf(state, host, facts.rank.order, facts.rank.label, plain);
  return lane ? into(lane, facts, line) : false;
};

const into = ({ draft }: Lane, facts: LineFacts, line: TrainingLogLine): boolean => {
  const changed = take(draft, facts, line);
  if (changed && (facts.mark || facts.bar || facts.pairs.length > 0) && hasPosition(draft)) {
    draft.lastLine = evidenceOf('last-position-before', facts.text, line);
  }
  return changed;
};

const laneOf = (
  state: AttemptState,
  host: number,
  rank: number,
  label: string,
  like?: Lane,
): Lane | undefined => {
  const known = state.lanes.find((lane) => lane.host === host && lane.rank === rank);
  if (known || state.lanes.length >= MAX_LANES) return known;
  const draft = like ? structuredClone(like.draft) : newAttempt();
  draft.own = 0;
  const lane = { label, host, rank, draft };
  state.lanes.push(lane);
  return lane;
};

/** `algo-2` is 2; a host without a number is 0. */
const hostNumber = (host: string): number => Number(/(\d{1,6})$/.exec(host)?.[1] ?? 0);

/** Lanes that print a curve of their own, lowest first. Lines without a rank stand in where only higher ranks have one. */
const curvesOf = (lanes: readonly Lane[]): Lane[] => {
  const counting = lanes.filter(({ draft }) => draft.own > 0 && hasPosition(draft));
  const ranked = counting.filter(({ rank }) => rank >= 0);
  const kept = counting.filter(
    (lane) => lane.rank >= 0 || !ranked.some(({ rank, host }) => host === lane.host && rank === 0),
  );
  return kept.sort((a, b) => a.host - b.host || a.rank - b.rank);
};

const mainLane = (lanes: readonly Lane[], label?: string): Lane | undefined => {
  const curves = curvesOf(lanes);
  return (
    curves.find((lane) => lane.label === label) ??
    curves[0] ??
    [...lanes].sort((a, b) => a.host - b.host || a.rank - b.rank)[0]
  );
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
