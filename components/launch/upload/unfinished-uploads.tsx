'use client';

import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useMemo, useState } from 'react';
import { useSending } from '@/components/forms/use-sending';
import { Time } from '@/components/shell/time';
import { useBrowserText } from '@/components/shell/use-browser-text';
import { formatBytes } from '@/lib/training/format';
import { type KeptUpload, parseUploads, uploadsKey } from './kept-uploads';
import { lockOfUpload, useHeldElsewhere } from './one-tab';
import { type Uploads } from './use-uploads';

interface UnfinishedUploadsProps {
  uploads: Uploads;
  /** Its place is taken, and its file is to be chosen. */
  onResume: (upload: KeptUpload) => void;
}

/** What was begun in this browser and is not whole: its parts are in S3, and cost what they weigh. */
export const UnfinishedUploads = ({ uploads, onResume }: UnfinishedUploadsProps) => {
  const text = useBrowserText(uploadsKey);
  const [failure, setFailure] = useState<string>();
  const [resumed, setResumed] = useState<string>();
  const sending = useSending();
  const kept = useMemo(
    () => parseUploads(text).filter(({ backend }) => backend === uploads.backend),
    [text, uploads.backend],
  );
  const held = useHeldElsewhere(kept.map(lockOfUpload));
  if (kept.length === 0) return null;
  return (
    <section aria-label="Uploads that are not finished">
      <SpaceBetween size="xs">
        <Box variant="h3">Not finished</Box>
        {kept.map((upload) => (
          <SpaceBetween key={upload.uploadId} size="xs" direction="horizontal" alignItems="center">
            <Box>
              {`${upload.key.slice(upload.prefix.length)}, ${formatBytes(upload.sizeBytes)}, to s3://${upload.bucket}/${upload.prefix}, begun `}
              <Time at={upload.begunAt} />
            </Box>
            {held.has(lockOfUpload(upload)) && (
              <Box color="text-body-secondary">Another tab of this browser is uploading it now.</Box>
            )}
            <Button
              disabled={held.has(lockOfUpload(upload))}
              onClick={() => {
                setResumed(upload.uploadId);
                onResume(upload);
              }}
            >
              Go on
            </Button>
            <Button
              variant="link"
              disabled={held.has(lockOfUpload(upload))}
              loading={sending.what === upload.uploadId}
              loadingText="Discarding"
              onClick={() =>
                void sending.run(upload.uploadId, async () => {
                  setFailure(await uploads.uploader.discard(upload));
                })
              }
            >
              Discard
            </Button>
            {resumed === upload.uploadId && (
              <Box color="text-body-secondary">
                Choose the same file again below: what S3 has of it is not sent a second time.
              </Box>
            )}
          </SpaceBetween>
        ))}
        {failure !== undefined && <Box color="text-status-error">{failure}</Box>}
      </SpaceBetween>
    </section>
  );
};
