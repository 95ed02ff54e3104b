/** Where each attempt after the first took training up again, as charts and tables mark it. */
import { type ResumeModel, type TrainingModel } from '../training-log/model';
import { type Attempt } from './attempts';
import { axisValue, baseOf, formatPosition, isWhole, unitNames } from './position';

export interface ResumePoint {
  attempt: number;
  verdict: ResumeModel['verdict'];
  /** Complete epochs, rounds or steps where it took up. */
  position: number;
  /** On the axis of the script's numbers. */
  x: number;
  /** `epoch 3`, `0.64 epochs`, `step 500`. */
  label: string;
  checkpoint?: string;
  /** When the attempt printed its first line, ms since the epoch. */
  at: number;
}

/** In order of attempt; one of which it is not known where it took up has none. */
export const resumePoints = (model: TrainingModel, attempts: readonly Attempt[] = []): ResumePoint[] => {
  const numbers = new Set(attempts.map(({ number }) => number));
  const base = baseOf(model);
  return model.resumes
    .filter(({ attempt }) => numbers.size === 0 || numbers.has(attempt))
    .flatMap(({ attempt, verdict, at, from }) => {
      const own = model.attempts.find((candidate) => candidate.attempt === attempt);
      if (at === undefined || own === undefined) return [];
      return [
        {
          attempt,
          verdict,
          position: at,
          x: axisValue(at, base),
          label: positionLabel(at, model),
          ...(from !== undefined && { checkpoint: from }),
          at: own.startedAt,
        },
      ];
    });
};

/** Names the place where training goes on after `position` is complete: `epoch 3` after 2, `0.64 epochs` within one. */
export const positionLabel = (position: number, model: TrainingModel): string => {
  const { one, many } = unitNames[model.counts ?? 'epoch'];
  if (model.counts === 'step') return `step ${formatPosition(position)}`;
  if (!isWhole(position)) return `${formatPosition(position)} ${many}`;
  return `${one} ${Math.round(position) + baseOf(model)}`;
};

/**
 * Where the job itself began, after a checkpoint that was there before it: of another job on the same prefix. Undefined
 * where it began at the start, or its log does not tell.
 */
export const firstPosition = (model: TrainingModel): number | undefined => {
  const from = model.attempts[0]?.series[0]?.from;
  return from !== undefined && from > 0 ? from : undefined;
};
