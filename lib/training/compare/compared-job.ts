/** What of a job is set beside other jobs: its facts, its parameters, and its curves against what they took. */
import { type Counting } from '../../training-log/model';
import { attemptsOf, interruptionCount } from '../attempts';
import { boundedReading } from '../bounded-reading';
import { jobEndOf } from '../job-end';
import { type JobSnapshot } from '../job-snapshot';
import { type CurvePoint, metricCurves, usualDetail } from '../metric-curves';
import { roundedUsd } from '../money/price';
import { lostWorkOf } from '../report/lost-work';
import { resumePoints } from '../resume-points';
import { type Parameter, parametersOf } from './parameters';
import { paidOf, spendingOf } from './spending';

export interface ComparedJob {
  name: string;
  status: string;
  secondaryStatus: string;
  spot: boolean;
  instanceType?: string;
  instanceCount?: number;
  /** Seen then to be no longer in the account, ms since the epoch. */
  goneAt?: number;
  /** Ms since the epoch. */
  createdAt: number;
  /** From its creation to its end, waits included; absent while it runs. */
  seconds?: number;
  trainingSeconds?: number;
  billableSeconds?: number;
  usdPaid?: number;
  interruptions: number;
  /** Epochs or rounds trained again; absent where the log does not tell. */
  recomputed?: number;
  /** What its log counts by; null where it counts nothing. */
  counts: Counting | null;
  parameters: Parameter[];
  /** Where its curves have values, in order: complete epochs, rounds or steps; seconds since its creation; USD. */
  positions: number[];
  times: number[];
  /** Absent where what it costs is not known. */
  costs?: number[];
  curves: ComparedCurve[];
  resumes: ComparedResume[];
  /** Where its model lies, and so its evaluations; absent without one. */
  modelArtifactS3Uri?: string;
}

export interface ComparedCurve {
  metric: string;
  /** By place; null where the metric has no value there. */
  values: (number | null)[];
}

/** Where an attempt took training up again. */
export interface ComparedResume {
  attempt: number;
  label: string;
  position: number;
  time: number;
  cost?: number;
}

/**
 * @param values how many values its curves may have; all of them by default
 * @param now ms since the epoch
 */
export const comparedJob = (snapshot: JobSnapshot, now: number, values = Infinity): ComparedJob => {
  const { job, price } = snapshot;
  const reading = values === Infinity ? snapshot.reading : boundedReading(snapshot.reading, values);
  const attempts = attemptsOf(job, now);
  const end = jobEndOf(job);
  const usdPaid = paidOf(job, price);
  const lost = lostWorkOf(attempts, snapshot.reading);
  const spent = spendingOf(job, price, now);
  const { places, curves } = placesOf(
    metricCurves(reading, usualDetail(reading), attempts).map(({ metric, fit, points }) => ({
      metric: fit === undefined ? metric : `${metric}, ${fit}`,
      points: points.filter(({ superseded }) => !superseded),
    })),
  );
  const time = (at: number) => Math.round(at - job.createdAt) / 1000;
  return {
    name: job.name,
    status: job.status,
    secondaryStatus: job.secondaryStatus,
    spot: job.spot,
    ...(job.instanceType !== undefined && { instanceType: job.instanceType }),
    ...(job.instanceCount !== undefined && { instanceCount: job.instanceCount }),
    ...(job.goneAt !== undefined && { goneAt: job.goneAt }),
    createdAt: job.createdAt,
    ...(end !== undefined && { seconds: time(end) }),
    ...(job.trainingSeconds !== undefined && { trainingSeconds: job.trainingSeconds }),
    ...(job.billableSeconds !== undefined && { billableSeconds: job.billableSeconds }),
    ...(usdPaid !== undefined && { usdPaid }),
    interruptions: interruptionCount(job),
    ...(lost !== undefined && reading.counts !== 'step' && { recomputed: lost.recomputedEpochs }),
    counts: reading.counts,
    parameters: parametersOf(job),
    positions: places.map(({ position }) => position),
    times: places.map(({ at }) => time(at)),
    ...(spent && { costs: places.map(({ at }) => roundedUsd(spent(at))) }),
    curves,
    resumes: resumePoints(reading, attempts).map(({ attempt, label, position, at }) => ({
      attempt,
      label,
      position,
      time: time(at),
      ...(spent && { cost: roundedUsd(spent(at)) }),
    })),
    ...(job.modelArtifactS3Uri !== undefined && { modelArtifactS3Uri: job.modelArtifactS3Uri }),
  };
};

interface Place {
  position: number;
  at: number;
}

/** Curves share their places, so that what is the same for all of them is said once. */
const placesOf = (
  curves: readonly { metric: string; points: readonly CurvePoint[] }[],
): { places: Place[]; curves: ComparedCurve[] } => {
  const placed = new Map<string, Place>();
  const keyOf = ({ attempt, position, at }: CurvePoint) => `${attempt} ${position} ${at}`;
  for (const { points } of curves) {
    for (const point of points) {
      const key = keyOf(point);
      if (!placed.has(key)) placed.set(key, { position: point.position, at: point.at });
    }
  }
  const places = [...placed].sort(([, a], [, b]) => a.position - b.position || a.at - b.at);
  const index = new Map(places.map(([key], place) => [key, place]));
  return {
    places: places.map(([, place]) => place),
    curves: curves.map(({ metric, points }) => {
      const values = places.map((): number | null => null);
      for (const point of points) {
        const place = index.get(keyOf(point));
        if (place !== undefined) values[place] = point.value;
      }
      return { metric, values };
    }),
  };
};
