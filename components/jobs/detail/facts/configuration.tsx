'use client';

import Box from '@cloudscape-design/components/box';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { memo, type ReactNode } from 'react';
import { Columns } from '@/components/shell/columns';
import { KeyValues } from '@/components/shell/key-values';
import { CopyText } from '@/components/shell/copy-text';
import { Time } from '@/components/shell/time';
import { formatDuration } from '@/lib/training/format';
import { readHyperparameter } from '@/lib/training/hyperparameters';
import { launchersOf, launcherWords } from '@/lib/training/launched-by';
import { personalTags } from '@/lib/training/job-tags';
import { type TrainingJob } from '@/lib/training/training-job';
import { type JobActions } from '../actions/job-actions';
import { DescribedJson } from './described-json';
import { LeftFiles } from './left-files';
import { NameValueTable } from './name-value-table';
import styles from '../job-page.module.css';

/** Everything the job was asked to do. What SageMaker has not given is shown as a dash. */
export const Configuration = memo(function Configuration({
  job,
  base,
  running,
  containerPaths,
  describe,
  files,
}: {
  job: TrainingJob;
  describe: JobActions['describe'];
  files: JobActions['files'];
  /** Path of the job's page. */
  base: string;
  running: boolean;
  /** How the backend's jobs see /opt/ml now, where it says. */
  containerPaths?: 'mounted' | 'mapped';
}) {
  return (
    <SpaceBetween size="l">
      <KeyValues columns={3} items={[...keyFacts(job), ...pathFacts(containerPaths)]} />
      <Columns count={2} minWidth={360}>
        <NameValueTable title="Hyperparameters" rows={hyperparameterRows(job)} />
        <NameValueTable
          title="Input channels"
          valueHeader="Source"
          rows={job.channels.map((channel) => ({
            name: channel.name,
            value: (
              <>
                {channel.s3Uri === undefined ? '–' : <CopyText text={channel.s3Uri} label="S3 URI" />}
                <Box color="text-body-secondary" fontSize="body-s">
                  {[channel.dataType, channel.inputMode, channel.contentType].filter(Boolean).join(' · ')}
                </Box>
              </>
            ),
          }))}
        />
        <NameValueTable
          title="Metric definitions"
          valueHeader="Regular expression"
          rows={job.metricDefinitions.map(({ name, regex }) => ({
            name,
            value: <code className={styles.code}>{regex}</code>,
          }))}
        />
        <NameValueTable title="Environment" rows={textRows(job.environment)} />
        {job.tags && (
          <NameValueTable title="Tags" rows={textRows(Object.fromEntries(personalTags(job.tags)))} />
        )}
        {job.finalMetrics.length > 0 && (
          <NameValueTable
            title="Final metrics"
            rows={job.finalMetrics.map(({ name, value }) => ({ name, value: singlePrecision(value) }))}
          />
        )}
      </Columns>
      <LeftFiles base={base} running={running} files={files} />
      <DescribedJson job={job} describe={describe} />
    </SpaceBetween>
  );
});

/** Groups by their names, as they were asked for. */
const instancesOf = ({ instanceGroups, instanceType, instanceCount }: TrainingJob): string =>
  instanceGroups
    ?.map(
      (group) =>
        `${group.name === undefined ? '' : `${group.name}: `}${group.instanceCount} × ${group.instanceType}`,
    )
    .join(', ') ?? `${instanceCount ?? '–'} × ${instanceType ?? '–'}`;

const capacityOf = ({ spot, serverless }: TrainingJob): ReactNode => {
  if (serverless === undefined) return spot ? 'Managed spot training' : 'On demand';
  const { jobType, technique, baseModelArn } = serverless;
  const kind = [jobType, technique].filter(Boolean).join(', ');
  return (
    <>
      Serverless{kind === '' ? '' : `: ${kind}`}
      {baseModelArn !== undefined && <CopyText text={baseModelArn} label="ARN of the base model" />}
    </>
  );
};

const launchedByOf = (job: TrainingJob): ReactNode => {
  const launchers = launchersOf(job);
  return launchers.length === 0
    ? '–'
    : launchers.map((launcher) => (
        <div key={launcher.kind}>
          {launcher.arn === undefined ? (
            launcherWords(launcher)
          ) : (
            <>
              {launcherWords(launcher)} <CopyText text={launcher.arn} label="its ARN" />
            </>
          )}
        </div>
      ));
};

const keyFacts = (job: TrainingJob) => [
  {
    label: 'Instance',
    value: `${job.serverless ? 'chosen by SageMaker' : instancesOf(job)}${job.volumeSizeGb === undefined ? '' : `, ${job.volumeSizeGb} GB volume`}`,
  },
  { label: 'Capacity', value: capacityOf(job) },
  { label: 'Launched by', value: launchedByOf(job) },
  { label: 'Max run', value: duration(job.maxRuntimeSeconds) },
  { label: 'Max wait', value: job.spot ? duration(job.maxWaitSeconds) : 'none: on demand' },
  { label: 'Created', value: <Time at={job.createdAt} style="datetime" /> },
  { label: 'Training started', value: moment(job.trainingStartedAt) },
  { label: 'Training ended', value: moment(job.trainingEndedAt) },
  { label: 'Input mode', value: job.trainingInputMode ?? '–' },
  {
    label: job.algorithmName ? 'Algorithm' : 'Image',
    value: copied(job.algorithmName ?? job.trainingImage, 'image'),
  },
  { label: 'Role', value: copied(job.roleArn, 'role ARN') },
  { label: 'Checkpoint location', value: copied(job.checkpoint?.s3Uri, 'checkpoint location') },
  {
    label: 'Checkpoint path in the container',
    value: job.checkpoint ? (job.checkpoint.localPath ?? '/opt/ml/checkpoints (default)') : '–',
  },
  { label: 'Output location', value: copied(job.outputS3Uri, 'output location') },
  { label: 'Model artifact', value: copied(job.modelArtifactS3Uri, 'model artifact') },
  { label: 'ARN', value: copied(job.arn, 'ARN') },
];

const pathFacts = (paths: 'mounted' | 'mapped' | undefined) =>
  paths === undefined
    ? []
    : [
        {
          label: 'Files of the container',
          value:
            paths === 'mounted'
              ? 'At /opt/ml, private to each job'
              : 'Mapped: this machine allows no private /opt/ml. Scripts must use the SM_ variables, and a job has one host.',
        },
      ];

const hyperparameterRows = (job: TrainingJob) =>
  Object.entries(job.hyperparameters)
    .map(([name, sent]) => {
      const value = readHyperparameter(sent);
      return { name, value: typeof value === 'object' ? JSON.stringify(value) : String(value) };
    })
    .sort((a, b) => Number(isPlatform(a.name)) - Number(isPlatform(b.name)) || a.name.localeCompare(b.name));

/** What the SDK adds for the toolkit is of less interest than what the reader chose. */
const isPlatform = (name: string) => name.startsWith('sagemaker_');

const textRows = (entries: Record<string, string>) =>
  Object.entries(entries).map(([name, value]) => ({ name, value }));

const duration = (seconds: number | undefined) =>
  seconds === undefined ? '–' : `${formatDuration(seconds)} (${seconds.toLocaleString('en-US')} s)`;

const moment = (at: number | undefined) => (at === undefined ? '–' : <Time at={at} style="datetime" />);

const copied = (text: string | undefined, label: string) =>
  text === undefined ? '–' : <CopyText text={text} label={label} />;

/** SageMaker keeps final metrics as 32-bit floats: digits beyond the seventh are noise. */
const singlePrecision = (value: number): string => String(Number(value.toPrecision(7)));
