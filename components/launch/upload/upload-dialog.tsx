'use client';

import Modal from '@cloudscape-design/components/modal';
import { useState } from 'react';
import { uriOfPlace } from '@/lib/training/s3-listing';
import { ChooseData } from './choose-data';
import { RunningUpload } from './running-upload';
import { type Uploads } from './use-uploads';

interface UploadDialogProps {
  uploads: Uploads;
  label?: string;
  suggested: string;
  onUri: (uri: string) => void;
  onClose: () => void;
}

/** Chooses files and where they go; then shows them on their way. Closed, it stops nothing. */
export const UploadDialog = ({ uploads, label, suggested, onUri, onClose }: UploadDialogProps) => {
  /** Why parts of a cancelled upload are still in S3. */
  const [left, setLeft] = useState<string>();
  const { upload } = uploads;
  return (
    <Modal
      visible
      size="large"
      header={label === undefined ? 'Upload data' : `Upload data: ${label}`}
      closeAriaLabel="Close"
      onDismiss={onClose}
    >
      {upload ? (
        <RunningUpload uploader={uploads.uploader} upload={upload} onLeft={setLeft} onClose={onClose} />
      ) : (
        <ChooseData
          uploads={uploads}
          suggested={suggested}
          left={left}
          onBegin={({ bucket, prefix }) => onUri(uriOfPlace({ bucket, prefix }))}
          onClose={onClose}
        />
      )}
    </Modal>
  );
};
