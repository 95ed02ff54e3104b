import { type ComparedJob } from './compared-job';

export type Direction = 'lowest' | 'highest';

/** What a job's metric came to. Positions count complete epochs, rounds or steps. */
export interface MetricResult {
  final: number;
  best: number;
  bestAt: number;
}

/** Which way a metric of that name is better, as far as a name tells. */
export const usualDirection = (metric: string): Direction =>
  /acc|auc|f1|f[-_]?score|precision|recall|bleu|rouge|map|iou|dice|reward|return|score|r2|kappa|mcc|ndcg|psnr|ssim|top[-_ ]?\d|hit/i.test(
    metric,
  ) && !/loss|err/i.test(metric)
    ? 'highest'
    : 'lowest';

/** Metrics of all jobs, those that most of them have first, then in the order in which they appeared. */
export const metricsOf = (jobs: readonly Pick<ComparedJob, 'curves'>[]): string[] => {
  const counts = new Map<string, number>();
  for (const { curves } of jobs)
    for (const { metric } of curves) counts.set(metric, (counts.get(metric) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a).map(([metric]) => metric);
};

/** Undefined where the job has no value of the metric. */
export const resultOf = (
  { curves, positions }: Pick<ComparedJob, 'curves' | 'positions'>,
  metric: string,
  direction: Direction,
): MetricResult | undefined => {
  const values = curves.find((curve) => curve.metric === metric)?.values ?? [];
  let result: MetricResult | undefined;
  for (const [index, value] of values.entries()) {
    const at = positions[index];
    if (value === null || at === undefined) continue;
    const isBetter =
      result === undefined || (direction === 'lowest' ? value < result.best : value > result.best);
    result = { ...(isBetter || !result ? { best: value, bestAt: at } : result), final: value };
  }
  return result;
};

/** Index of the job whose value is best; undefined where fewer than two have one, or all are alike. */
export const winnerOf = (
  values: readonly (number | undefined)[],
  direction: Direction,
): number | undefined => {
  const present = values.filter((value) => value !== undefined);
  const best = direction === 'lowest' ? Math.min(...present) : Math.max(...present);
  if (present.length < 2 || present.every((value) => value === best)) return undefined;
  return values.indexOf(best);
};
