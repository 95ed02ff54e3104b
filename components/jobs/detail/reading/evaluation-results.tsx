'use client';

import Box from '@cloudscape-design/components/box';
import { type TrainingModel } from '@/lib/training-log/model';
import { formatNumber } from '@/lib/training/format';
import { countOf } from '@/lib/training/position';
import styles from '../job-page.module.css';

/** The last results of a test or an evaluation that belongs to no epoch: they are no point of a training curve. */
export const EvaluationResults = ({ reading }: { reading: TrainingModel }) => {
  const results = latestResults(reading);
  if (results.length === 0) return null;
  return (
    <section aria-label="Test results">
      <Box variant="h3">Test results</Box>
      <dl className={styles.limits}>
        {results.map(({ split, metric, value, position }) => (
          <div key={`${split} ${metric}`}>
            <dt>
              {metric} ({split}, after {countOf(position, reading.counts ?? 'epoch')})
            </dt>
            <dd className="sd-number">{formatNumber(value)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
};

const latestResults = ({ attempts }: TrainingModel) => {
  const evaluations = attempts
    .findLast(({ series }) => series.some((one) => one.evaluations.length > 0))
    ?.series.flatMap((one) => one.evaluations);
  const latest = new Map<string, { split: string; metric: string; value: number; position: number }>();
  for (const { split, metrics, position } of evaluations ?? []) {
    for (const [metric, value] of Object.entries(metrics)) {
      latest.set(JSON.stringify([split, metric]), { split, metric, value, position });
    }
  }
  return [...latest.values()];
};
