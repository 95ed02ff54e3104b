/** What interruptions cost a job: training that a later attempt had to do again, because no checkpoint held it. */
import { type AttemptModel, type ResumeModel, type TrainingModel } from '../../training-log/model';
import { type Attempt } from '../attempts';
import { samePosition } from '../position';

export interface LostWork {
  /** Epochs or rounds trained again, with fractions: one that was trained three times counts twice. */
  recomputedEpochs: number;
  /**
   * Seconds of one instance: in each interrupted attempt, from the moment it had reached what a later attempt took up
   * from, to the interruption.
   */
  seconds: number;
  /** Whether it is told of every attempt that trained; otherwise `seconds` is a lower bound. */
  exact: boolean;
}

/**
 * A lower bound where of some attempt it cannot be told where it took up.
 * @returns undefined where the log counts nothing, or of no interruption tells what it cost
 */
export const lostWorkOf = (attempts: readonly Attempt[], reading: TrainingModel): LostWork | undefined => {
  const read = reading.attempts.filter(({ attempt }) => attempts.some(({ number }) => number === attempt));
  if (reading.counts === null || !read.some(({ reached }) => reached !== undefined)) return undefined;
  const interrupted = attempts.filter(({ end }) => end === 'interrupted' || end === 'retried');
  const resumes = reading.resumes.filter(({ attempt }) => attempts.some(({ number }) => number === attempt));
  const told = resumes.filter(({ at }) => at !== undefined);
  if (resumes.length > 0 && told.length === 0) return undefined;
  const units = reading.counts === 'step' ? 0 : told.reduce((sum, { lost }) => sum + (lost ?? 0), 0);
  let seconds = 0;
  for (const attempt of interrupted) {
    // What a later attempt went back behind is lost of this one too.
    const tookUp = told.filter((resume) => resume.attempt > attempt.number).map(({ at }) => at ?? 0);
    // Without a later attempt that counted, nothing is known to have been done again.
    if (tookUp.length === 0) continue;
    const own = read.find((candidate) => candidate.attempt === attempt.number);
    seconds += secondsLost(attempt, own, Math.min(...tookUp));
  }
  return {
    recomputedEpochs: Math.round(units * 1e6) / 1e6,
    seconds,
    exact: isToldThroughout(attempts, read, resumes),
  };
};

/**
 * Whether of each attempt that had to go on from another it is known where it took up. One that counted nothing before
 * it was interrupted as well says nothing, and kept nothing: the next one tells.
 */
const isToldThroughout = (
  attempts: readonly Attempt[],
  read: readonly AttemptModel[],
  resumes: readonly ResumeModel[],
): boolean => {
  const trained = attempts.filter(({ containerStartedAt }) => containerStartedAt !== undefined);
  const last = trained.at(-1);
  return trained.slice(1).every(({ number }) => {
    const resume = resumes.find(({ attempt }) => attempt === number);
    if (resume === undefined) return number !== last?.number;
    if (resume.at === undefined) return false;
    // What an attempt without a line kept, if it kept anything, nobody can tell.
    const silent = trained.some(
      (one) => one.number < number && !read.some((own) => own.attempt === one.number),
    );
    return !silent || resume.at <= samePosition;
  });
};

const secondsLost = (attempt: Attempt, own: AttemptModel | undefined, resumedAt: number): number => {
  if (attempt.endedAt === undefined || attempt.containerStartedAt === undefined) return 0;
  const keptUntil = Math.max(attempt.containerStartedAt, ...keptTimes(own, resumedAt));
  return Math.max(0, attempt.endedAt - keptUntil) / 1000;
};

/** When the attempt reached each place that was kept, as far as the log gives times. */
const keptTimes = (own: AttemptModel | undefined, resumedAt: number): number[] => {
  const series = own?.series.at(-1);
  if (series === undefined) return [];
  const limit = resumedAt + samePosition;
  const ended = series.epochs
    .filter(({ number, done }) => done && number - series.base + 1 <= limit)
    .flatMap(({ endedAt }) => endedAt ?? []);
  return [...ended, ...series.points.filter(({ position }) => position <= limit).map(({ at }) => at)];
};
