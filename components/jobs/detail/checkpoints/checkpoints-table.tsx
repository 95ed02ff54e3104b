'use client';

import { useCollection } from '@cloudscape-design/collection-hooks';
import Alert from '@cloudscape-design/components/alert';
import Badge from '@cloudscape-design/components/badge';
import Box from '@cloudscape-design/components/box';
import Header from '@cloudscape-design/components/header';
import Pagination from '@cloudscape-design/components/pagination';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import { useState } from 'react';
import { CopyText } from '@/components/shell/copy-text';
import { Time } from '@/components/shell/time';
import { writerOf } from '@/lib/training/checkpoint-writer';
import { type Checkpoints, positionInWords } from '@/lib/training/checkpoints';
import { formatBytes, formatDuration } from '@/lib/training/format';
import { type PartReading } from '@/lib/training/part-reading';
import { type ResumePoint } from '@/lib/training/resume-points';
import { isTerminal } from '@/lib/training/status';
import { type TrainingJob } from '@/lib/training/training-job';
import { DownloadLink } from '../facts/download-link';
import { Unread } from '../reading/unread';
import { checkpointRows, type CheckpointRow } from './checkpoint-rows';

const PAGE_SIZE = 25;

interface CheckpointsTableProps {
  job: TrainingJob;
  checkpoints?: Checkpoints;
  checkpointsRead: PartReading;
  resumePoints: readonly ResumePoint[];
  /** Ms since the epoch. */
  now: number;
  /** Path of the job's page. */
  base: string;
}

/** What stands in S3 under the checkpoint prefix, and which attempt went on from what. */
export const CheckpointsTable = (props: CheckpointsTableProps) => {
  const { job, checkpoints, checkpointsRead, resumePoints, now, base } = props;
  const [expanded, setExpanded] = useState<CheckpointRow[]>([]);
  const { rows, gone } = checkpointRows(
    checkpoints ?? { checkpoints: [], others: [] },
    resumePoints,
    (modifiedAt) => writerOf(job, modifiedAt),
  );
  const own = rows.filter(({ checkpoint, writer }) => checkpoint && writer === 'this job').length;
  const foreign = rows.some(({ writer }) => writer !== 'this job');
  const { items, collectionProps, paginationProps } = useCollection(rows, {
    sorting: { defaultState: { sortingColumn: { sortingField: 'modifiedAt' }, isDescending: true } },
    pagination: { pageSize: PAGE_SIZE },
  });
  if (!job.checkpoint) {
    return (
      <Alert type={job.spot ? 'warning' : 'info'} header="This job saves no checkpoints">
        {job.spot
          ? 'It has no checkpoint location in S3: after an interruption it starts from scratch.'
          : 'It has no checkpoint location in S3.'}
      </Alert>
    );
  }
  return (
    <SpaceBetween size="s">
      <CopyText text={job.checkpoint.s3Uri} label="checkpoint location" />
      <Table
        {...collectionProps}
        variant="embedded"
        enableKeyboardNavigation
        items={items}
        trackBy="id"
        expandableRows={{
          getItemChildren: ({ files }) => files,
          isItemExpandable: ({ files }) => files.length > 0,
          expandedItems: expanded,
          onExpandableItemToggle: ({ detail: { item, expanded: opens } }) =>
            setExpanded((open) => (opens ? [...open, item] : open.filter(({ id }) => id !== item.id))),
        }}
        columnDefinitions={columns(now, foreign, base)}
        loading={checkpointsRead.is === 'reading' && checkpoints === undefined}
        loadingText="Listing checkpoints"
        ariaLabels={{ tableLabel: 'Checkpoints in S3' }}
        pagination={rows.length > PAGE_SIZE ? <Pagination {...paginationProps} /> : undefined}
        header={
          <Header
            variant="h3"
            counter={checkpoints && `(${own})`}
            description={foreign ? 'Other jobs have written below the same prefix too.' : undefined}
          >
            Checkpoints in S3
          </Header>
        }
        empty={
          <Box textAlign="center" color="text-body-secondary" padding={{ vertical: 's' }}>
            {checkpointsRead.is === 'failed' ? (
              <Unread what="the checkpoints" reading={checkpointsRead} />
            ) : job.goneAt === undefined && !isTerminal(job.status) ? (
              'No checkpoint has reached S3 yet.'
            ) : (
              'No checkpoint is in S3.'
            )}
          </Box>
        }
      />
      {gone.map(({ name, attempt }) => (
        <Box key={attempt} color="text-body-secondary">
          Attempt {attempt} resumed from {name}, which is no longer in S3.
        </Box>
      ))}
    </SpaceBetween>
  );
};

/**
 * @param foreign other jobs have written below the prefix too
 * @param base path of the job's page
 */
const columns = (
  now: number,
  foreign: boolean,
  base: string,
): TableProps.ColumnDefinition<CheckpointRow>[] => [
  {
    id: 'file',
    header: 'Checkpoint',
    isRowHeader: true,
    sortingField: 'name',
    cell: ({ name, newest, checkpoint, files }) => (
      <>
        {name} {newest && <Badge color="blue">Newest</Badge>}
        {files.length > 0 && <Box color="text-body-secondary">{files.length} files</Box>}
        {checkpoint?.whole === false && <Badge color="severity-medium">Incomplete</Badge>}
      </>
    ),
  },
  {
    id: 'position',
    header: 'Position in its name',
    cell: ({ checkpoint }) => (checkpoint && positionInWords(checkpoint)) ?? '–',
  },
  { id: 'size', header: 'Size', sortingField: 'sizeBytes', cell: ({ sizeBytes }) => formatBytes(sizeBytes) },
  {
    id: 'age',
    header: 'Age',
    sortingField: 'modifiedAt',
    cell: ({ modifiedAt }) => (
      <>
        {formatDuration(Math.max(0, now - modifiedAt) / 1000)} (<Time at={modifiedAt} style="time" />)
      </>
    ),
  },
  ...(foreign
    ? [
        {
          id: 'writer',
          header: 'Written by',
          sortingField: 'writer',
          cell: ({ writer }: CheckpointRow) => writer,
        },
      ]
    : []),
  {
    id: 'resumed',
    header: 'Resumed from by',
    cell: ({ resumedBy }) =>
      resumedBy.length === 0 ? '–' : resumedBy.map((attempt) => `attempt ${attempt}`).join(', '),
  },
  {
    id: 'uri',
    header: 'As a file',
    cell: ({ name, s3Uri }) =>
      s3Uri && (
        <>
          <DownloadLink base={base} s3Uri={s3Uri} name={name} />{' '}
          <CopyText text={s3Uri} label="S3 URI" display="Copy the URI" />
        </>
      ),
  },
];
