'use client';

import Alert from '@cloudscape-design/components/alert';
import Autosuggest from '@cloudscape-design/components/autosuggest';
import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import SegmentedControl from '@cloudscape-design/components/segmented-control';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { type LaunchDraft } from '@/lib/training/launch-draft';
import { needsNode } from '@/lib/training/image-findings';
import { Field } from '@/components/forms/field';
import { FileChoice } from './file-choice';
import { type ChosenFile, entryPointChoices, filesOfFolder } from './launch-form-data';
import { UriInput } from './browse/uri-input';
import { useFileDrop } from './use-file-drop';
import { type LaunchForm } from './use-launch-form';

interface SourceSectionProps {
  form: LaunchForm;
  files: readonly ChosenFile[];
  onFiles: (files: ChosenFile[]) => void;
}

const kinds: { id: LaunchDraft['source']['kind']; text: string }[] = [
  { id: 'upload', text: 'Upload' },
  { id: 's3', text: 'Archive in S3' },
  { id: 'image', text: 'Image only' },
];

/** Name, script and entry point. */
export const SourceSection = ({ form, files, onFiles }: SourceSectionProps) => {
  const { source } = form.values;
  const shownKinds = source.kind === 'example' ? [{ id: 'example', text: 'Example' }, ...kinds] : kinds;
  const choose = (kind: string) => {
    if (kind === 'upload') form.change({ source: { kind } });
    if (kind === 'image') form.change({ source: { kind }, entryPoint: '' });
    if (kind === 's3') form.change({ source: { kind, s3Uri: '' } });
  };
  const take = (chosen: ChosenFile[]) => {
    if (chosen.length === 0) return;
    onFiles(chosen);
    const [proposed] = entryPointChoices(chosen);
    if (proposed && !chosen.some(({ path }) => path === form.values.entryPoint))
      form.change({ entryPoint: proposed });
  };
  useFileDrop(source.kind === 'upload' ? take : undefined);
  return (
    <Container header={<Header variant="h2">Job and script</Header>}>
      <SpaceBetween size="l">
        <Field
          form={form}
          path="name"
          label="Job name"
          constraintText="Unique in the account and Region: letters, digits and hyphens."
        >
          <Input
            value={form.values.name}
            onChange={({ detail }) => form.rename(detail.value)}
            onBlur={() => form.touch('name')}
          />
        </Field>
        <Field form={form} path="source" label="Training script" stretch>
          <SegmentedControl
            label="Where the training script comes from"
            selectedId={source.kind}
            options={shownKinds}
            onChange={({ detail }) => choose(detail.selectedId)}
          />
        </Field>
        {source.kind === 'example' && (
          <Box color="text-body-secondary">
            The script of the example <Box variant="code">{source.example}</Box> is packed and uploaded at
            launch.
          </Box>
        )}
        {needsNode(form.values) && (
          <Box color="text-body-secondary">
            This script runs on Node.js, on the local backend alone: AWS’s framework images have Python, but
            no Node.js.
          </Box>
        )}
        {source.kind === 'upload' && (
          <UploadField form={form} files={files} onFiles={onFiles} onTake={take} />
        )}
        {source.kind === 's3' && (
          <Field
            form={form}
            path="source.s3Uri"
            label="Archive"
            constraintText="sourcedir.tar.gz with the script’s folder, as the SageMaker SDK makes it."
          >
            <UriInput
              label="Archive"
              pick="archive"
              value={source.s3Uri}
              placeholder="s3://bucket/job/source/sourcedir.tar.gz"
              onChange={(s3Uri) => form.change({ source: { kind: 's3', s3Uri } })}
              onBlur={() => form.touch('source.s3Uri')}
            />
          </Field>
        )}
        {source.kind === 'image' ? (
          <Alert type="info">
            The image’s own algorithm or entry point runs; hyperparameters are sent as they are.
          </Alert>
        ) : (
          <Field
            form={form}
            path="entryPoint"
            label="Entry point"
            constraintText="The file that is run, as a path within the folder."
          >
            <Autosuggest
              value={form.values.entryPoint}
              options={entryPointChoices(files).map((value) => ({ value }))}
              enteredTextLabel={(value) => `Use ${value}`}
              placeholder="train.py"
              onChange={({ detail }) => form.change({ entryPoint: detail.value })}
              onBlur={() => form.touch('entryPoint')}
              empty="No scripts among the files"
            />
          </Field>
        )}
      </SpaceBetween>
    </Container>
  );
};

interface UploadFieldProps extends SourceSectionProps {
  /** Files that were chosen or dropped. */
  onTake: (files: ChosenFile[]) => void;
}

const UploadField = ({ form, files, onFiles, onTake }: UploadFieldProps) => (
  <Field
    form={form}
    path="files"
    label="Folder or files"
    constraintText="Packed as sourcedir.tar.gz; up to 50 MB. Data belongs in an input channel."
  >
    <FileChoice
      labels={{ folder: 'Folder of the training script', files: 'Files of the training script' }}
      chosen={files}
      note={files.length === 0 ? 'No files chosen. They can also be dropped on this page.' : undefined}
      onTake={(chosen) => onTake(filesOfFolder(chosen))}
      onClear={() => onFiles([])}
    />
  </Field>
);
