/** Launches and watches jobs of a backend over the wire, as a program of its own would, for tests. */
import { CloudWatchLogsClient, paginateFilterLogEvents } from '@aws-sdk/client-cloudwatch-logs';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import {
  CreateTrainingJobCommand,
  type CreateTrainingJobCommandInput,
  DescribeTrainingJobCommand,
  type DescribeTrainingJobResponse,
  SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import { sourceArchive } from './engine-harness';

export const jobBucket = 'training';

export interface JobClient {
  s3: S3Client;
  sagemaker: SageMakerClient;
  /** Spot, with checkpoints below `<name>/checkpoints`, unless `change` says otherwise. */
  launch(name: string, script: string, change?: Partial<CreateTrainingJobCommandInput>): Promise<void>;
  describe(name: string): Promise<DescribeTrainingJobResponse>;
  /** Looks until it is as wanted. A backend that does not answer at the moment is asked again. */
  waitFor(
    name: string,
    wanted: (job: DescribeTrainingJobResponse) => boolean,
    limitMs?: number,
  ): Promise<DescribeTrainingJobResponse>;
  /** Messages of all attempts, in order. */
  lines(name: string): Promise<string[]>;
  end(): void;
}

export const hasEnded = ({ TrainingJobStatus }: DescribeTrainingJobResponse): boolean =>
  !['InProgress', 'Stopping'].includes(String(TrainingJobStatus));

export const openJobClient = async (endpoint: string, maxAttempts = 1): Promise<JobClient> => {
  const config = {
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts,
  };
  const s3 = new S3Client({ ...config, forcePathStyle: true });
  const sagemaker = new SageMakerClient(config);
  const logs = new CloudWatchLogsClient(config);
  await s3.send(new CreateBucketCommand({ Bucket: jobBucket })).catch((error: Error) => {
    if (error.name !== 'BucketAlreadyOwnedByYou') throw error;
  });
  const describe = (name: string) =>
    sagemaker.send(new DescribeTrainingJobCommand({ TrainingJobName: name }));
  return {
    s3,
    sagemaker,
    describe,
    async launch(name, script, change = {}) {
      const Key = `${name}/source/sourcedir.tar.gz`;
      await s3.send(
        new PutObjectCommand({ Bucket: jobBucket, Key, Body: await sourceArchive({ 'train.mjs': script }) }),
      );
      await sagemaker.send(
        new CreateTrainingJobCommand({
          TrainingJobName: name,
          RoleArn: 'arn:aws:iam::000000000000:role/spotdeck',
          AlgorithmSpecification: {
            TrainingImage: 'image',
            TrainingInputMode: 'File',
            MetricDefinitions: [{ Name: 'loss', Regex: 'loss: ([0-9.]+)' }],
          },
          HyperParameters: {
            sagemaker_program: '"train.mjs"',
            sagemaker_submit_directory: JSON.stringify(`s3://${jobBucket}/${Key}`),
          },
          OutputDataConfig: { S3OutputPath: `s3://${jobBucket}/out` },
          ResourceConfig: { InstanceType: 'ml.m5.xlarge', InstanceCount: 1, VolumeSizeInGB: 10 },
          StoppingCondition: { MaxRuntimeInSeconds: 3600, MaxWaitTimeInSeconds: 7200 },
          EnableManagedSpotTraining: true,
          CheckpointConfig: { S3Uri: `s3://${jobBucket}/${name}/checkpoints` },
          ...change,
        }),
      );
    },
    async waitFor(name, wanted, limitMs = 60_000) {
      let last: unknown;
      for (const deadline = Date.now() + limitMs; Date.now() < deadline;) {
        try {
          const job = await describe(name);
          last = job;
          if (wanted(job)) return job;
        } catch (error) {
          last = error;
        }
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      throw new Error(`${name} is not as wanted: ${JSON.stringify(last)}`, { cause: last });
    },
    async lines(name) {
      const found: { at: number; message: string }[] = [];
      const pages = paginateFilterLogEvents(
        { client: logs },
        { logGroupName: '/aws/sagemaker/TrainingJobs', logStreamNamePrefix: `${name}/` },
      );
      for await (const page of pages) {
        for (const { timestamp = 0, message = '' } of page.events ?? [])
          found.push({ at: timestamp, message });
      }
      return found.map(({ message }) => message);
    },
    end() {
      for (const client of [s3, sagemaker, logs]) client.destroy();
    },
  };
};
