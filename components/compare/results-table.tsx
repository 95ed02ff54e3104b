'use client';

import Button from '@cloudscape-design/components/button';
import { type ReactNode } from 'react';
import { AppLink } from '@/components/shell/app-link';
import { Money } from '@/components/shell/money';
import { Time } from '@/components/shell/time';
import { type ComparedJob } from '@/lib/training/compare/compared-job';
import { type Direction, resultOf, winnerOf } from '@/lib/training/compare/metric-results';
import { formatDuration, formatNumber } from '@/lib/training/format';
import { countOf, formatPosition, unitNames } from '@/lib/training/position';
import { GoneMark } from '../jobs/gone-mark';
import { JobStatus } from '../jobs/job-status';
import styles from './compare.module.css';
import { JobMark } from './job-legend';

interface ResultsTableProps {
  backend: string;
  jobs: readonly ComparedJob[];
  metrics: readonly string[];
  directionOf: (metric: string) => Direction;
  onFlip: (metric: string) => void;
  onRemove: (name: string) => void;
}

/** What each job came to: a column a job; the best value of each row is bold. */
export const ResultsTable = ({
  backend,
  jobs,
  metrics,
  directionOf,
  onFlip,
  onRemove,
}: ResultsTableProps) => (
  <div className={styles.scroll} tabIndex={0} role="region" aria-label="Results">
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">
            <span className="awsui-util-hide">Result</span>
          </th>
          {jobs.map(({ name, goneAt }, index) => (
            <th key={name} scope="col">
              <JobMark index={index} />{' '}
              <AppLink href={`/${backend}/jobs/${encodeURIComponent(name)}`}>{name}</AppLink>
              <Button
                variant="inline-icon"
                iconName="close"
                ariaLabel={`Take ${name} out`}
                onClick={() => onRemove(name)}
              />
              <GoneMark at={goneAt} />
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        <Row
          name="Status"
          cells={jobs.map((job) => (
            <JobStatus key={job.name} job={job} />
          ))}
        />
        <Row
          name="Created"
          cells={jobs.map(({ name, createdAt }) => (
            <Time key={name} at={createdAt} />
          ))}
        />
        <ValueRow
          name="From creation to end"
          jobs={jobs}
          value={({ seconds }) => seconds}
          format={formatDuration}
        />
        <ValueRow
          name="Billable"
          jobs={jobs}
          value={({ billableSeconds }) => billableSeconds}
          format={formatDuration}
        />
        <ValueRow
          name="Paid"
          jobs={jobs}
          value={({ usdPaid }) => usdPaid}
          format={(usd) => <Money usd={usd} />}
        />
        <ValueRow
          name="Interruptions"
          jobs={jobs}
          value={({ interruptions, spot }) => (spot ? interruptions : undefined)}
          format={formatNumber}
        />
        <Row
          name="Trained again"
          cells={jobs.map(({ recomputed, counts }) =>
            recomputed === undefined ? unknown : countOf(recomputed, counts ?? 'epoch'),
          )}
        />
        {metrics.map((metric) => (
          <MetricRows
            key={metric}
            metric={metric}
            jobs={jobs}
            direction={directionOf(metric)}
            onFlip={onFlip}
          />
        ))}
      </tbody>
    </table>
  </div>
);

const unknown = <span title="Not known">–</span>;

const Row = ({ name, cells, best }: { name: ReactNode; cells: readonly ReactNode[]; best?: number }) => (
  <tr>
    <th scope="row">{name}</th>
    {cells.map((cell, index) => (
      <td key={index} className={index === best ? styles.best : undefined}>
        {cell}
      </td>
    ))}
  </tr>
);

interface ValueRowProps {
  name: string;
  jobs: readonly ComparedJob[];
  value: (job: ComparedJob) => number | undefined;
  format: (value: number) => ReactNode;
}

/** Less is better. */
const ValueRow = ({ name, jobs, value, format }: ValueRowProps) => {
  const values = jobs.map(value);
  const best = winnerOf(values, 'lowest');
  return (
    <Row
      name={name}
      cells={values.map((one) => (one === undefined ? unknown : format(one)))}
      {...(best !== undefined && { best })}
    />
  );
};

interface MetricRowsProps {
  metric: string;
  jobs: readonly ComparedJob[];
  direction: Direction;
  onFlip: (metric: string) => void;
}

const MetricRows = ({ metric, jobs, direction, onFlip }: MetricRowsProps) => {
  const results = jobs.map((job) => resultOf(job, metric, direction));
  const final = winnerOf(
    results.map((result) => result?.final),
    direction,
  );
  const best = winnerOf(
    results.map((result) => result?.best),
    direction,
  );
  return (
    <>
      <Row
        name={`Final ${metric}`}
        cells={results.map((result) => (result ? formatNumber(result.final) : unknown))}
        {...(final !== undefined && { best: final })}
      />
      <Row
        name={
          <>
            <button
              type="button"
              className={styles.direction}
              title="Choose the other direction"
              aria-label={`${direction === 'lowest' ? 'Lowest' : 'Highest'} ${metric} is best: choose the other direction`}
              onClick={() => onFlip(metric)}
            >
              {direction === 'lowest' ? 'Lowest' : 'Highest'}
            </button>{' '}
            {metric}
          </>
        }
        cells={results.map((result, index) =>
          result
            ? `${formatNumber(result.best)} (${unitNames[jobs[index]?.counts ?? 'epoch'].one} ${formatPosition(result.bestAt)})`
            : unknown,
        )}
        {...(best !== undefined && { best })}
      />
    </>
  );
};
