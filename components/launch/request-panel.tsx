'use client';

import Box from '@cloudscape-design/components/box';
import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Tabs from '@cloudscape-design/components/tabs';
import { useMemo } from 'react';
import { type LaunchInput } from '@/lib/training/launch-input';
import { imageOf, trainingJobRequest } from '@/lib/training/launch-request';
import { awsCliCommand, boto3Code, pythonSdkCode } from '@/lib/training/launch-snippets';
import styles from './request-panel.module.css';

/** Where the request goes. */
export interface LaunchTarget {
  region: string;
  /** Default bucket, to which the script's archive is uploaded. */
  bucket: string;
  /** Absent for AWS's own endpoint. */
  endpointUrl?: string;
}

interface RequestPanelProps {
  /** Absent while the form is not complete. */
  input?: LaunchInput;
  target: LaunchTarget;
  launchId: string;
}

/** The exact request, and the same as AWS CLI and as Python. */
export const RequestPanel = ({ input, target, launchId }: RequestPanelProps) => {
  const snippets = useMemo(() => input && snippetsOf(input, target, launchId), [input, target, launchId]);
  return (
    <ExpandableSection
      variant="container"
      headerText="Request"
      headerDescription="What is sent, to read or to copy."
    >
      {snippets ? (
        <SpaceBetween size="s">
          {input && uploadsAtLaunch(input) && (
            <Box color="text-body-secondary">
              The script’s archive is uploaded by the launch. To send the request yourself, first put a
              sourcedir.tar.gz there.
            </Box>
          )}
          <Tabs
            tabs={snippets.map(({ id, label, text }) => ({
              id,
              label,
              content: <Snippet label={label} text={text} />,
            }))}
          />
        </SpaceBetween>
      ) : (
        <Box color="text-body-secondary">Complete the form to see the request.</Box>
      )}
    </ExpandableSection>
  );
};

const snippetsOf = (input: LaunchInput, target: LaunchTarget, launchId: string) => {
  if (imageOf(input, target.region) === undefined) return undefined;
  const archive = archiveUri(input, target.bucket, launchId);
  const request = trainingJobRequest(input, { region: target.region, sourceS3Uri: archive, launchId });
  return [
    { id: 'json', label: 'CreateTrainingJob', text: JSON.stringify(request, null, 2) },
    { id: 'cli', label: 'AWS CLI', text: awsCliCommand(request, target) },
    (input.further ?? '').trim() === ''
      ? { id: 'python', label: 'Python SDK', text: pythonSdkCode(input, { ...target, sourceDir: archive }) }
      : { id: 'python', label: 'Python (boto3)', text: boto3Code(request, target) },
  ];
};

const uploadsAtLaunch = ({ source }: LaunchInput) => source.kind !== 'image' && source.kind !== 's3';

const archiveUri = (input: LaunchInput, bucket: string, launchId: string): string | undefined => {
  if (input.source.kind === 'image') return undefined;
  if (input.source.kind === 's3') return input.source.s3Uri;
  return `s3://${bucket}/${input.name}/source/${launchId}/sourcedir.tar.gz`;
};

const Snippet = ({ label, text }: { label: string; text: string }) => (
  <SpaceBetween size="xs">
    <CopyToClipboard
      copyButtonText="Copy"
      textToCopy={text}
      copyButtonAriaLabel={`Copy ${label}`}
      copySuccessText="Copied"
      copyErrorText="Could not be copied"
    />
    <pre className={styles.snippet} tabIndex={0} aria-label={label}>
      {text}
    </pre>
  </SpaceBetween>
);
