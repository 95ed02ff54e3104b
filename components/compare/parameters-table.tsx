'use client';

import Box from '@cloudscape-design/components/box';
import { type ComparedJob } from '@/lib/training/compare/compared-job';
import { type ParameterRow, parameterRows } from '@/lib/training/compare/parameters';
import styles from './compare.module.css';

interface ParametersTableProps {
  jobs: readonly ComparedJob[];
  onlyDifferences: boolean;
}

const KINDS: Record<ParameterRow['kind'], string> = {
  hyperparameter: 'hyperparameter',
  setting: 'setting',
  environment: 'environment',
  tag: 'tag',
};

/** What each job was told: what differs first, and what is the same below it. */
export const ParametersTable = ({ jobs, onlyDifferences }: ParametersTableProps) => {
  const rows = parameterRows(jobs);
  const differing = rows.filter(({ differs }) => differs);
  const same = rows.filter(({ differs }) => !differs);
  return (
    <div className={styles.scroll} tabIndex={0} role="region" aria-label="Parameters">
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">Parameter</th>
            {jobs.map(({ name }) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {differing.map((row) => (
            <Row key={`${row.kind} ${row.name}`} row={row} />
          ))}
          {differing.length === 0 && (
            <tr>
              <td colSpan={jobs.length + 1}>No parameter differs.</td>
            </tr>
          )}
        </tbody>
        {!onlyDifferences && same.length > 0 && (
          <tbody className={styles.same}>
            <tr className={styles.group}>
              <th scope="rowgroup" colSpan={jobs.length + 1}>
                The same for all
              </th>
            </tr>
            {same.map((row) => (
              <Row key={`${row.kind} ${row.name}`} row={row} />
            ))}
          </tbody>
        )}
      </table>
    </div>
  );
};

const Row = ({ row }: { row: ParameterRow }) => (
  <tr>
    <th scope="row">
      {row.name}{' '}
      <Box variant="span" color="text-body-secondary" fontSize="body-s">
        {KINDS[row.kind]}
      </Box>
    </th>
    {row.values.map((value, index) => (
      <td key={index}>{value ?? <span title="This job has none">–</span>}</td>
    ))}
  </tr>
);
