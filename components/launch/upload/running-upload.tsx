'use client';

import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import ProgressBar from '@cloudscape-design/components/progress-bar';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { uriOfPlace } from '@/lib/training/s3-listing';
import { UploadedFiles } from './uploaded-files';
import { progressOf, type Upload } from './upload-state';
import { progressText, resultText } from './upload-text';
import { type Uploader } from './uploader';

interface RunningUploadProps {
  uploader: Uploader;
  upload: Upload;
  /** @param reason why some of what was cancelled is still in S3 */
  onLeft: (reason: string | undefined) => void;
  onClose: () => void;
}

/** Files on their way, what is asked about them, and how it ended. */
export const RunningUpload = ({ uploader, upload, onLeft, onClose }: RunningUploadProps) => {
  const [asked, setAsked] = useState(false);
  const [cancelling, setCancelling] = useState(false);
  const progress = progressOf(upload);
  const { phase, files } = upload;
  const failed = files.filter(({ status }) => status === 'failed').length;
  const cancel = async () => {
    setCancelling(true);
    onLeft(await uploader.cancel());
  };
  const close = () => {
    if (phase === 'ended') uploader.close();
    onClose();
  };
  return (
    <SpaceBetween size="l">
      {phase === 'asking' ? (
        <AskedOver uploader={uploader} upload={upload} />
      ) : (
        <ProgressBar
          label={`To ${uriOfPlace(upload)}`}
          value={progress.share * 100}
          status={phase === 'ended' ? (failed > 0 ? 'error' : 'success') : 'in-progress'}
          resultText={resultText(upload)}
          additionalInfo={progressText(upload)}
        />
      )}
      <UploadedFiles files={files} />
      {asked && phase !== 'ended' && (
        <Alert
          type="warning"
          header="Cancel the upload?"
          action={
            <SpaceBetween size="xs" direction="horizontal">
              <Button onClick={() => setAsked(false)}>Keep it</Button>
              <Button loading={cancelling} loadingText="Cancelling" onClick={() => void cancel()}>
                Cancel and delete what is not whole
              </Button>
            </SpaceBetween>
          }
        >
          Files that are whole stay in S3; parts of others are deleted. To go on later, pause instead.
        </Alert>
      )}
      <Box float="right">
        <SpaceBetween size="xs" direction="horizontal">
          {phase !== 'ended' && <Button onClick={() => setAsked(true)}>Cancel the upload</Button>}
          {phase === 'sending' && <Button onClick={uploader.pause}>Pause</Button>}
          {phase === 'paused' && <Button onClick={() => void uploader.goOn()}>Go on</Button>}
          {phase === 'ended' && failed > 0 && <Button onClick={() => void uploader.goOn()}>Try again</Button>}
          <Button variant="primary" onClick={close}>
            {phase === 'ended' ? 'Close' : 'Go on with the form'}
          </Button>
        </SpaceBetween>
      </Box>
    </SpaceBetween>
  );
};

const AskedOver = ({ uploader, upload }: Pick<RunningUploadProps, 'uploader' | 'upload'>) => {
  const there = upload.files.filter(({ status }) => status === 'exists').length;
  return (
    <Alert
      type="warning"
      header={
        there === 1
          ? 'One of the files lies there already'
          : `${there.toLocaleString('en')} of the files lie there already`
      }
      action={
        <SpaceBetween size="xs" direction="horizontal">
          <Button onClick={() => void uploader.answer(false)}>{there === 1 ? 'Skip it' : 'Skip them'}</Button>
          <Button onClick={() => void uploader.answer(true)}>
            {there === 1 ? 'Replace it' : 'Replace them'}
          </Button>
        </SpaceBetween>
      }
    >
      {`In ${uriOfPlace(upload)}; they are marked below.`}
    </Alert>
  );
};
