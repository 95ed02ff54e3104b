/**
 * Reads epochs and their metrics out of a job's log, line by line as it grows. The log is the exact source:
 * where it names no epoch there is no record, and none is made up.
 */
import { epochMarkOf, type EpochAxisName } from './epoch-marks';
import { type LogLine } from './log-line';
import { withoutPrefix } from './log-prefix';
import { piecesOf } from './log-text';
import { isLearningMetric, type MetricPair, metricPairsOf } from './metric-pairs';
import { type ResumeNotice, resumeNoticeOf } from './resume-notices';

export { type EpochAxisName } from './epoch-marks';
export { type ResumeNotice } from './resume-notices';

/**
 * What the log says of one epoch of one attempt. An epoch trained twice has two records, one per attempt.
 */
export interface EpochRecord {
  /** Counts from 1. */
  attempt: number;
  /** As the script numbers it. */
  epoch: number;
  /** Epochs the script says it will train, where it says so (`Epoch 3/10`). */
  of?: number;
  /** Metric name (`loss`, `accuracy`, `val_loss` … as printed) to its last value in this epoch. */
  metrics: Record<string, number>;
  /** When the epoch's first line and its last line with a metric were logged, ms since the epoch. */
  startedAt: number;
  endedAt?: number;
}

export interface EpochParser {
  /** Takes the next line; true if a record or a notice changed by it. Never throws, in bounded time. */
  push(line: LogLine): boolean;
  /** By attempt, then epoch. The same array until something changes. */
  records(): EpochRecord[];
  /** What each attempt said before its first epoch about where it starts from. */
  resumeNotices(): ResumeNotice[];
  /** What the script counts by; undefined while the log has named nothing. */
  axis(): EpochAxisName | undefined;
}

/** A script that prints more than this is not counting epochs; what comes after is not recorded. */
const MAX_RECORDS = 50_000;
const MAX_METRICS = 100;

interface Draft {
  attempt: number;
  epoch: number;
  of?: number;
  /** With the host that printed it: of several hosts, the lowest-numbered one's value counts. */
  metrics: Map<string, { value: number; host: number }>;
  startedAt: number;
  endedAt?: number;
}

export const createEpochParser = (): EpochParser => {
  const drafts = new Map<string, Draft>();
  const notices = new Map<number, ResumeNotice>();
  const begun = new Set<number>();
  /** The epoch that each host of each attempt is in, for lines that name none. */
  const current = new Map<string, Draft>();
  let axis: EpochAxisName | undefined;
  let built: EpochRecord[] | undefined;

  const draftOf = (line: LogLine, epoch: number): Draft | undefined => {
    const key = `${line.attempt}/${epoch}`;
    const known = drafts.get(key);
    if (known !== undefined || drafts.size >= MAX_RECORDS) return known;
    const draft: Draft = { attempt: line.attempt, epoch, metrics: new Map(), startedAt: line.at };
    drafts.set(key, draft);
    begun.add(line.attempt);
    return draft;
  };

  const note = (line: LogLine, piece: string): boolean => {
    if (begun.has(line.attempt)) return false;
    const found = resumeNoticeOf(piece);
    if (found === undefined) return false;
    const known = notices.get(line.attempt);
    notices.set(line.attempt, { attempt: line.attempt, at: line.at, ...known, ...found });
    return true;
  };

  const take = (line: LogLine, piece: string): boolean => {
    const stream = `${line.attempt}/${line.host}`;
    const mark = epochMarkOf(piece);
    if (mark === undefined) {
      if (note(line, piece)) return true;
      const draft = current.get(stream);
      return draft !== undefined && record(draft, line, unmarkedPairs(piece));
    }
    const pairs = metricPairsOf(mark.rest).map((pair) => asHeldOut(pair, mark.heldOut));
    if (mark.axis === 'round' && pairs.length === 0) return false;
    const isNew = !drafts.has(`${line.attempt}/${mark.epoch}`);
    const draft = draftOf(line, mark.epoch);
    if (draft === undefined) return false;
    current.set(stream, draft);
    axis ??= mark.axis;
    const plans = mark.of !== undefined && mark.of !== draft.of;
    if (plans) draft.of = mark.of;
    return record(draft, line, pairs) || isNew || plans;
  };

  return {
    push: (line) => {
      let changed = false;
      for (const piece of piecesOf(line.message)) {
        if (take(line, withoutPrefix(piece))) changed = true;
      }
      if (changed) built = undefined;
      return changed;
    },
    records: () => (built ??= [...drafts.values()].map(recordFrom).sort(byAttemptAndEpoch)),
    resumeNotices: () => [...notices.values()].sort((a, b) => a.attempt - b.attempt),
    axis: () => axis,
  };
};

/** The records of a whole log. */
export const parseEpochs = (lines: Iterable<LogLine>): EpochRecord[] => {
  const parser = createEpochParser();
  for (const line of lines) parser.push(line);
  return parser.records();
};

/** Sets what the line says; a value that is not finite leaves a gap, since the one before it no longer holds. */
const record = (draft: Draft, line: LogLine, pairs: readonly MetricPair[]): boolean => {
  const host = hostNumber(line.host);
  let changed = false;
  for (const { name, value } of pairs) {
    const known = draft.metrics.get(name);
    if (known !== undefined && known.host < host) continue;
    if (known === undefined && draft.metrics.size >= MAX_METRICS) continue;
    draft.metrics.set(name, { value, host });
    changed = true;
  }
  if (changed) draft.endedAt = Math.max(line.at, draft.endedAt ?? line.at);
  return changed;
};

/** Metrics of a line that names no epoch: Keras' summary, or names that learning is measured by. */
const unmarkedPairs = (piece: string): MetricPair[] => {
  const heldOut = HELD_OUT.exec(piece)?.[1]?.toLowerCase();
  const pairs = metricPairsOf(piece).map((pair) => asHeldOut(pair, heldOut));
  return SUMMARY.test(piece) ? pairs : pairs.filter(({ name }) => isLearningMetric(name));
};

const SUMMARY = /^\s{0,8}(?:\d{1,9}\/\d{1,9}\s|-\s)/;
const HELD_OUT = /^\W{0,8}(val(?:id(?:ation)?)?|test|eval(?:uation)?)(?:\s+(?:set|results?))?\s{0,4}[:-]/i;

const asHeldOut = (pair: MetricPair, heldOut: string | undefined): MetricPair =>
  heldOut === undefined || /^(?:val|test|eval)/i.test(pair.name)
    ? pair
    : { ...pair, name: `${heldOut} ${pair.name}` };

const hostNumber = (host: string): number => Number(/(\d{1,6})$/.exec(host)?.[1] ?? 0);

const recordFrom = (draft: Draft): EpochRecord => ({
  attempt: draft.attempt,
  epoch: draft.epoch,
  ...(draft.of !== undefined && { of: draft.of }),
  metrics: Object.fromEntries(
    [...draft.metrics]
      .filter(([, { value }]) => Number.isFinite(value))
      .map(([name, { value }]) => [name, value]),
  ),
  startedAt: draft.startedAt,
  ...(draft.endedAt !== undefined && { endedAt: draft.endedAt }),
});

const byAttemptAndEpoch = (a: EpochRecord, b: EpochRecord) => a.attempt - b.attempt || a.epoch - b.epoch;
