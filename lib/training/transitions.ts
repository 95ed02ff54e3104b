/**
 * Puts SecondaryStatusTransitions in order and closes what they leave open, so that the rest of the room can
 * rely on spans that follow each other without overlap. AWS replaces a transition's message while it lasts, so
 * only statuses and times count here.
 */
import { jobEndOf } from './job-end';
import { type TrainingJob } from './training-job';
import { outcomeOf, TERMINAL_OUTCOMES } from './status';

/** A transition with an end, unless it is the one that is going on. Ms since the epoch. */
export interface Span {
  status: string;
  startedAt: number;
  endedAt?: number;
  message?: string;
}

/** The job's spans in order of time, without those that only say how it ended. */
export const spansOf = (job: TrainingJob): Span[] => {
  const ordered = job.transitions
    .filter((transition) => Number.isFinite(transition.startedAt))
    .map((transition, index) => ({ transition, index }))
    .sort((a, b) => a.transition.startedAt - b.transition.startedAt || a.index - b.index)
    .map(({ transition }) => transition);
  return ordered.flatMap((transition, index) => {
    if (isEnd(transition.status)) return [];
    const next = ordered[index + 1];
    const endedAt = endOf(transition.startedAt, transition.endedAt, next?.startedAt ?? jobEndOf(job));
    const { status, startedAt, message } = transition;
    return [
      {
        status,
        startedAt,
        ...(endedAt !== undefined && { endedAt }),
        ...(message !== undefined && { message }),
      },
    ];
  });
};

const isEnd = (status: string) => TERMINAL_OUTCOMES.includes(outcomeOf(status));

/** A span never reaches into the next one, nor ends before it began: clocks of two machines may differ. */
const endOf = (startedAt: number, given: number | undefined, limit: number | undefined) => {
  const end = given === undefined ? limit : limit === undefined ? given : Math.min(given, limit);
  return end === undefined ? undefined : Math.max(end, startedAt);
};
