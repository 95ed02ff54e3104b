'use client';

import Box from '@cloudscape-design/components/box';
import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import { type ReactNode } from 'react';
import { formatBytes, formatShare } from '@/lib/training/format';
import styles from './upload.module.css';
import { type FileStatus, type UploadedFile } from './upload-state';

const maxShown = 100;

/** What needs the reader comes first, what is over last. */
const ranks: Record<FileStatus, number> = {
  failed: 0,
  exists: 1,
  sending: 2,
  waiting: 3,
  skipped: 4,
  done: 5,
};

const types: Record<FileStatus, StatusIndicatorProps.Type> = {
  failed: 'error',
  exists: 'warning',
  sending: 'in-progress',
  waiting: 'pending',
  skipped: 'stopped',
  done: 'success',
};

export const UploadedFiles = ({ files }: { files: readonly UploadedFile[] }) => {
  const shown = [...files].sort((a, b) => ranks[a.status] - ranks[b.status]).slice(0, maxShown);
  return (
    <SpaceOfFiles hidden={files.length - shown.length}>
      <Table
        variant="embedded"
        contentDensity="compact"
        wrapLines
        ariaLabels={{ tableLabel: 'Files of the upload' }}
        items={shown}
        trackBy="path"
        columnDefinitions={[
          {
            id: 'path',
            header: 'File',
            cell: ({ path }) => <span className={styles.path}>{path}</span>,
            isRowHeader: true,
          },
          { id: 'size', header: 'Size', cell: ({ file }) => formatBytes(file.size) },
          {
            id: 'status',
            header: 'State',
            cell: (file) => <StatusIndicator type={types[file.status]}>{textOf(file)}</StatusIndicator>,
          },
        ]}
      />
    </SpaceOfFiles>
  );
};

const SpaceOfFiles = ({ hidden, children }: { hidden: number; children: ReactNode }) => (
  <div>
    {children}
    {hidden > 0 && (
      <Box color="text-body-secondary">{`And ${hidden.toLocaleString('en')} more files, which need nothing of you.`}</Box>
    )}
  </div>
);

const textOf = ({ status, sentBytes, file, note, existingBytes = 0 }: UploadedFile): string => {
  if (status === 'failed') return note ?? 'Not uploaded';
  if (status === 'sending' && note !== undefined) return `Trying again in a moment: ${note}`;
  if (status === 'sending')
    return file.size > 0 && sentBytes > 0 ? `${formatShare(sentBytes / file.size)} sent` : 'Sending';
  if (status === 'exists') return `There already, ${formatBytes(existingBytes)}`;
  return { waiting: 'Waiting', skipped: 'Left as it is', done: 'In S3' }[status];
};
