import { type OutsideEvidence, type TrainingModel } from '../training-log/model';
import { type JobSnapshot } from '../training/job-snapshot';
import { type LogLine } from '../training/log-line';
import { type Clock } from '../process/clock';
import { type Asking } from './asking-intervals';
import { keepFindings } from './backfill-findings';
import { type JobSource } from './job-source';
import { createLiveSnapshot, type LiveSnapshot } from './live-snapshot';
import { createLogFollower, type LogFollower } from './log-follower';
import {
  askingOf,
  newWatch,
  reduceWatch,
  showsOwnFindings,
  type WatchState,
  type WatchStateEvent,
} from './watch-state';

/** What the pieces of one watching share: its state, what is shown of the job, and its log. */
export interface Watching {
  source: JobSource;
  clock: Clock;
  live: LiveSnapshot;
  follower: LogFollower;
  state(): WatchState;
  happened(event: WatchStateEvent): void;
  /** What decides how soon is asked again. */
  asking(): Asking;
  /** Shows what the log says by now, unless more was known of it before. */
  showFindings(): void;
  /** Judges the log by what is known beside it. */
  judgeBy(outside: OutsideEvidence): void;
  /** What one rank's lines say, of a log that several print to. */
  readingOf(rank: string): TrainingModel;
}

export interface WatchingEvents {
  onSnapshot(snapshot: JobSnapshot): void;
  onLines(lines: LogLine[]): void;
}

export const createWatching = (
  source: JobSource,
  clock: Clock,
  { onSnapshot, onLines }: WatchingEvents,
): Watching => {
  const live = createLiveSnapshot(clock, onSnapshot);
  let state = newWatch(clock.now());
  const happened = (event: WatchStateEvent) => {
    state = reduceWatch(state, event);
  };
  const follower = createLogFollower(source, (lines, readingChanged) => {
    if (state.isClosed) return;
    happened({ type: 'log-said', at: clock.now() });
    if (readingChanged) showFindings();
    onLines(lines);
  });
  const findings = (rank?: string) =>
    keepFindings(state.backfilled, follower.reading(state.outside, rank), follower.readFrom());
  const showFindings = () => {
    if (showsOwnFindings(state)) live.keep(findings());
  };

  return {
    source,
    clock,
    live,
    follower,
    state: () => state,
    happened,
    asking: () => ({
      ...askingOf(state, clock.now(), follower.openStreams()),
      isAnnounced: source.isAnnounced?.() ?? false,
    }),
    showFindings,
    judgeBy(outside) {
      const before = state.outside;
      happened({ type: 'evidence', outside });
      if (state.outside !== before) showFindings();
    },
    readingOf: (rank) => findings(rank).reading,
  };
};
