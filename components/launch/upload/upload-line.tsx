'use client';

import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useContext, useState } from 'react';
import { lateDialog } from '@/components/shell/late-dialog';
import { uriOfPlace } from '@/lib/training/s3-listing';
import { isWhole } from './upload-state';
import { uploadLine } from './upload-text';
import { UploadsContext } from './use-uploads';

const UploadDialog = lateDialog(() => import('./upload-dialog').then((module) => module.UploadDialog));

/** While data are on their way and the dialog is closed: how far they are, and the way back to it. */
export const UploadLine = () => {
  const uploads = useContext(UploadsContext);
  const [open, setOpen] = useState(false);
  if (!uploads?.upload) return null;
  const { upload } = uploads;
  const type = isWhole(upload) ? 'success' : upload.phase === 'sending' ? 'in-progress' : 'warning';
  return (
    <SpaceBetween size="xs" direction="horizontal" alignItems="center">
      <StatusIndicator type={type}>{uploadLine(upload)}</StatusIndicator>
      <Button onClick={() => setOpen(true)}>Show the upload</Button>
      {open && (
        <UploadDialog
          uploads={uploads}
          suggested={uriOfPlace(upload)}
          onUri={() => {}}
          onClose={() => setOpen(false)}
        />
      )}
    </SpaceBetween>
  );
};
