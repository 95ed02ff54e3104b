'use client';

import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { ErrorAlert } from '@/components/shell/error-alert';
import { askServer } from '@/components/shell/ask-server';
import { ModalFooter } from '@/components/shell/modal-footer';
import { TextField } from '@/components/forms/field';
import { useForm } from '@/components/forms/use-form';
import { useSending } from '@/components/forms/use-sending';
import { type Place, uriOfPlace } from '@/lib/training/s3-listing';
import { maxUploadFiles } from '@/lib/training/upload/part-plan';
import { placeFormSchema } from '../browse/place-form';
import { DataDrop } from './data-drop';
import { type KeptUpload } from './kept-uploads';
import { UnfinishedUploads } from './unfinished-uploads';
import { type ChosenData } from './upload-state';
import { type Uploads } from './use-uploads';
import { useUploadCalls } from './upload-calls';

interface ChooseDataProps {
  uploads: Uploads;
  suggested: string;
  left: string | undefined;
  onBegin: (place: Place) => void;
  onClose: () => void;
}

const order = ['uri'];

/** Where to, and which files. */
export const ChooseData = ({ uploads, suggested, left, onBegin, onClose }: ChooseDataProps) => {
  const calls = useUploadCalls();
  const form = useForm({ initial: { uri: suggested }, schema: placeFormSchema, order });
  const [files, setFiles] = useState<ChosenData[]>([]);
  const [resumed, setResumed] = useState<KeptUpload>();
  const sending = useSending();
  const take = (chosen: readonly ChosenData[]) => {
    // Of one path the newer choice counts.
    const paths = new Set(chosen.map(({ path }) => path));
    setFiles([...files.filter(({ path }) => !paths.has(path)), ...chosen]);
  };
  const begin = () =>
    sending.run('plan', async () => {
      const place = form.attempt()?.uri;
      if (!place) return;
      const result = await askServer(() => calls.plan(place.bucket, place.prefix));
      if (!result.ok) return form.refuse({ ...result.error, ...(result.error.field && { field: 'uri' }) });
      onBegin(place);
      void uploads.uploader.begin(place.bucket, place.prefix, files, result.value);
    });
  const otherFile = resumed && otherThan(resumed, files);
  return (
    <SpaceBetween size="l">
      {left !== undefined && (
        <Alert type="warning" header="Some of what was sent is still in S3">
          {left} It is below, to be discarded once more.
        </Alert>
      )}
      <UnfinishedUploads
        uploads={uploads}
        onResume={(kept) => {
          setResumed(kept);
          form.change({ uri: uriOfPlace(kept) });
        }}
      />
      {otherFile !== undefined && <Alert type="warning">{otherFile}</Alert>}
      <TextField
        form={form}
        name="uri"
        label="Upload to"
        description="Each file goes below it, under its path. Nothing that lies there is replaced without asking."
        stretch
      />
      <DataDrop files={files} onTake={take} onClear={() => setFiles([])} />
      {files.length > maxUploadFiles && (
        <Alert type="error">
          {`These are ${files.length.toLocaleString('en')} files; a page can take ${maxUploadFiles.toLocaleString('en')}. For more there is: aws s3 sync FOLDER ${form.values.uri}`}
        </Alert>
      )}
      {form.failure && <ErrorAlert error={form.failure} />}
      <ModalFooter onCancel={onClose}>
        <Button
          variant="primary"
          disabled={files.length === 0 || files.length > maxUploadFiles}
          disabledReason="Choose files or a folder first."
          loading={sending.what !== undefined}
          loadingText="Looking what lies there"
          onClick={() => void begin()}
        >
          Upload
        </Button>
      </ModalFooter>
    </SpaceBetween>
  );
};

/** What is chosen to go on with, and is another file: it would be sent from its start. */
const otherThan = (kept: KeptUpload, files: readonly ChosenData[]): string | undefined => {
  const path = kept.key.slice(kept.prefix.length);
  const same = files.find((each) => each.path === path);
  if (!same) return files.length === 0 ? undefined : `${path} is not among the files that are chosen.`;
  const { size, lastModified } = same.file;
  if (size === kept.sizeBytes && lastModified === kept.lastModified) return undefined;
  return `${path} is another file than the one that was begun: its size or its time is not the same. It will be sent from its start.`;
};
