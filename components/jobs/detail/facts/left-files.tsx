'use client';

import Box from '@cloudscape-design/components/box';
import Header from '@cloudscape-design/components/header';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import { CopyText } from '@/components/shell/copy-text';
import { ErrorAlert } from '@/components/shell/error-alert';
import { useFollowed } from '@/components/shell/use-followed';
import { formatBytes } from '@/lib/training/format';
import { type JobActions } from '../actions/job-actions';
import { DownloadLink } from './download-link';

interface LeftFilesProps {
  /** Path of the job's page. */
  base: string;
  files: JobActions['files'];
  /** More may come. */
  running: boolean;
}

/** What the job has left at its output location, each to be downloaded. Asked for when it is shown. */
export const LeftFiles = ({ base, files, running }: LeftFilesProps) => {
  const { value, failure, ask } = useFollowed(`${base}${running ? ' running' : ''}`, files, never);
  if (failure)
    return (
      <ErrorAlert title="The files in S3 could not be listed" error={failure} onRetry={() => void ask()} />
    );
  return (
    <Table
      variant="embedded"
      header={<Header variant="h3">Model and output in S3</Header>}
      items={value?.files ?? []}
      trackBy="s3Uri"
      loading={value === undefined}
      loadingText="Listing the files"
      ariaLabels={{ tableLabel: 'Model and output in S3' }}
      columnDefinitions={[
        { id: 'path', header: 'File', isRowHeader: true, cell: ({ path }) => path },
        {
          id: 'size',
          header: 'Size',
          cell: ({ sizeBytes }) => <span className="sd-number">{formatBytes(sizeBytes)}</span>,
        },
        {
          id: 'file',
          header: 'As a file',
          cell: ({ s3Uri, path }) => (
            <>
              <DownloadLink base={base} s3Uri={s3Uri} name={path} />{' '}
              <CopyText text={s3Uri} label="S3 URI" display="Copy the URI" />
            </>
          ),
        },
      ]}
      empty={
        <Box textAlign="center" color="text-body-secondary" padding={{ vertical: 's' }}>
          {running
            ? 'Model and output are uploaded when the training has ended.'
            : 'This job has left no model and no output in S3, or they are there no longer.'}
        </Box>
      }
      footer={
        value?.cut && <StatusIndicator type="info">There are more files than are shown here.</StatusIndicator>
      }
    />
  );
};

const never = () => false;
