/** Keeps apart what the processes of one attempt write: by host, and by the ranks that launchers and scripts name. */
import { type AttemptDraft, newAttempt } from './drafts';
import { type LineFacts } from './facts';
import { type TrainingLogLine } from './model';
import { hasPosition } from './positions';
import { type RankName } from './prefix';
import { remembered } from './remembered';
import { evidenceOf } from './take-notices';
import { take } from './take';

/** The lines of one host, and of each process that writes into its stream with its rank. */
export interface Lane {
  label: string;
  host: number;
  /** The outermost launcher's rank first; empty: lines without a rank. */
  ranks: readonly number[];
  draft: AttemptDraft;
}

const MAX_LANES = 64;

/**
 * A line is of the process that it names, and of all that are inside it: one without a rank of all of its host's, one
 * with an outer launcher's rank of all that this launcher started.
 */
export const give = (lanes: Lane[], facts: LineFacts, line: TrainingLogLine): boolean => {
  const host = hostNumber(line.host);
  const names = facts.ranks ?? [];
  laneOf(lanes, host, line.host, []);
  const own = laneOf(lanes, host, line.host, names);
  if (!own) return false;
  let changed = false;
  for (const lane of lanes) {
    if (lane.host !== host || !isWithin(lane.ranks, own.ranks)) continue;
    const had = lane.draft.own;
    changed = into(lane, facts, line) || changed;
    if (lane !== own) lane.draft.own = had;
  }
  return changed;
};

const into = ({ draft }: Lane, facts: LineFacts, line: TrainingLogLine): boolean => {
  const changed = take(draft, facts, line);
  if (changed && (facts.mark || facts.bar || facts.pairs.length > 0) && hasPosition(draft)) {
    draft.lastLine = evidenceOf('last-position-before', facts.text, line);
  }
  return changed;
};

/** The process's lane. A new one begins with what was written for all that are around it. */
const laneOf = (
  lanes: Lane[],
  host: number,
  hostName: string,
  names: readonly RankName[],
): Lane | undefined => {
  const ranks = names.length === 0 ? NO_RANKS : names.map(({ order }) => order);
  const existing = lanes.find((lane) => lane.host === host && isSame(lane.ranks, ranks));
  if (existing || lanes.length >= MAX_LANES) return existing;
  const around = lanes
    .filter((lane) => lane.host === host && isWithin(ranks, lane.ranks))
    .sort((a, b) => b.ranks.length - a.ranks.length)[0];
  const draft = around ? structuredClone(around.draft) : newAttempt();
  draft.own = 0;
  const lane = { label: labelOf(names) ?? hostName, host, ranks, draft };
  lanes.push(lane);
  return lane;
};

const NO_RANKS: readonly number[] = [];

const isSame = (a: readonly number[], b: readonly number[]) => a.length === b.length && isWithin(a, b);

const isWithin = (inner: readonly number[], outer: readonly number[]) =>
  outer.every((rank, index) => inner[index] === rank);

/** `rank 3` where the launcher and what it started name it alike. */
const labelOf = (names: readonly RankName[]): string | undefined =>
  names.length === 0
    ? undefined
    : names
        .map(({ label }) => label)
        .filter((label, index, all) => label !== all[index - 1])
        .join(' · ');

/** `algo-2` is 2; a host without a number is 0. */
const hostNumber = remembered((host): number => Number(/(\d{1,6})$/.exec(host)?.[1] ?? 0));

/** Lanes that print a curve of their own, lowest first. */
export const curvesOf = (lanes: readonly Lane[]): Lane[] => {
  const counting = lanes.filter(({ draft }) => draft.own > 0 && hasPosition(draft));
  return counting.filter((lane) => !isContinued(lane, counting)).sort(byRank);
};

/**
 * Whether one inside it goes on with the same process's curve: the first rank, one of the outer rank's own number, or
 * the only one inside a rank. Lines without a rank stand in where only higher ranks have a curve.
 */
const isContinued = ({ host, ranks }: Lane, lanes: readonly Lane[]): boolean => {
  const inside = lanes.filter(
    (lane) => lane.host === host && lane.ranks.length > ranks.length && isWithin(lane.ranks, ranks),
  );
  if (inside.length === 1 && ranks.length > 0) return true;
  return inside.some((lane) => lane.ranks.at(-1) === 0 || lane.ranks.at(-1) === ranks.at(-1));
};

/** The innermost rank counts first: what is outside it may be a process's number, which has no order. */
const byRank = (a: Lane, b: Lane): number => {
  const [first, second] = [[...a.ranks].reverse(), [...b.ranks].reverse()];
  const differs = first.findIndex((rank, index) => rank !== second[index]);
  return (
    a.host - b.host ||
    (differs === -1 ? first.length - second.length : (first[differs] ?? -1) - (second[differs] ?? -1))
  );
};

export const mainLane = (lanes: readonly Lane[], label?: string): Lane | undefined => {
  const curves = curvesOf(lanes);
  return curves.find((lane) => lane.label === label) ?? curves[0] ?? [...lanes].sort(byRank)[0];
};
