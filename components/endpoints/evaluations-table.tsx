'use client';

import Box from '@cloudscape-design/components/box';
import Header from '@cloudscape-design/components/header';
import Table from '@cloudscape-design/components/table';
import { useRouter } from 'next/navigation';
import { type ReactNode, useTransition } from 'react';
import { AppLink } from '@/components/shell/app-link';
import { ErrorAlert } from '@/components/shell/error-alert';
import { Time } from '@/components/shell/time';
import { type ActionResult } from '@/lib/errors/action-result';
import { type EvaluationSummary, evaluationPath, evaluationResult } from '@/lib/training/evaluation';
import { formatDuration, formatNumber } from '@/lib/training/format';

interface EvaluationsTableProps {
  backend: string;
  evaluations: ActionResult<EvaluationSummary[]>;
  description: string;
  empty: ReactNode;
}

/** Kept evaluations, newest first. */
export const EvaluationsTable = ({ backend, evaluations, description, empty }: EvaluationsTableProps) => {
  const router = useRouter();
  const [retrying, retry] = useTransition();
  const header = (
    <Header
      variant="h2"
      counter={evaluations.ok ? `(${evaluations.value.length})` : undefined}
      description={description}
    >
      Evaluations
    </Header>
  );
  if (!evaluations.ok)
    return (
      <ErrorAlert
        title="The evaluations could not be read"
        error={evaluations.error}
        retrying={retrying}
        onRetry={() => retry(() => router.refresh())}
      />
    );
  return (
    <Table
      header={header}
      items={evaluations.value}
      trackBy="id"
      ariaLabels={{ tableLabel: 'Evaluations' }}
      wrapLines={false}
      empty={<Box textAlign="center">{empty}</Box>}
      columnDefinitions={[
        {
          id: 'at',
          header: 'Evaluated',
          isRowHeader: true,
          cell: (evaluation) => (
            <AppLink href={`/${backend}/endpoints/${evaluationPath(evaluation)}`}>
              <Time at={evaluation.startedAt} />
            </AppLink>
          ),
        },
        {
          id: 'result',
          header: 'Result',
          cell: (evaluation) => evaluationResult(evaluation),
        },
        {
          id: 'mismatches',
          header: 'Off',
          cell: ({ mismatches, count, mae }) =>
            mismatches === undefined
              ? `${formatNumber(mae ?? NaN)} on average of ${formatNumber(count)}`
              : `${formatNumber(mismatches)} of ${formatNumber(count)} wrong`,
        },
        {
          id: 'job',
          header: 'Model of job',
          cell: ({ jobName }) =>
            jobName === undefined ? '–' : <AppLink href={`/${backend}/jobs/${jobName}`}>{jobName}</AppLink>,
        },
        { id: 'endpoint', header: 'Endpoint then', cell: ({ endpointName }) => endpointName },
        {
          id: 'took',
          header: 'Took',
          cell: ({ startedAt, endedAt }) => formatDuration((endedAt - startedAt) / 1000),
        },
      ]}
    />
  );
};
