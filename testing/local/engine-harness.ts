import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { createGunzip, gzipSync } from 'node:zlib';
import { extract, pack } from 'tar-stream';
import { openDatabase } from '../../lib/local/store/database';
import { createObjectStore } from '../../lib/local/store/file-object-store';
import { type ObjectStore } from '../../lib/local/store/object-store';
import { createLogStore } from '../../lib/local/store/sqlite-log-store';
import { createMetricStore } from '../../lib/local/store/sqlite-metric-store';
import { createTrainingJobStore } from '../../lib/local/store/sqlite-training-job-store';
import { type CreateTrainingJobInput } from '../../lib/local/core/requests/create-training-job';
import { isTerminal, type TrainingJobRecord } from '../../lib/local/store/training-job-store';
import { type Clock, systemClock } from '../../lib/local/core/clock';
import { type Isolation } from '../../lib/local/engine/container/containment';
import { trainingLogGroup } from '../../lib/local/engine/metrics/job-log';
import { createTrainingEngine } from '../../lib/local/engine/job/local-training-engine';

export const bucket = 'training';

/** For tests: an engine with real stores in a folder of its own, and jobs made of a script's text. */
export const openHarness = (
  dataDir: string,
  wrapObjects: (objects: ObjectStore) => ObjectStore = (same) => same,
  clock: Clock = systemClock,
  isolation: Isolation = 'auto',
) => {
  const database = openDatabase(path.join(dataDir, 'records.sqlite'));
  const objects = wrapObjects(createObjectStore({ database, folder: path.join(dataDir, 'objects'), clock }));
  if (!objects.bucketExists(bucket)) objects.createBucket(bucket);
  const jobs = createTrainingJobStore(database);
  const logs = createLogStore(database, clock);
  const metrics = createMetricStore(database);
  const engine = createTrainingEngine({
    database,
    jobs,
    objects,
    logs,
    metrics,
    clock,
    folder: path.join(dataDir, 'attempts'),
    nodeModulesDir: path.resolve('node_modules'),
    checkpointSyncMs: 50,
    isolation,
  });
  engine.setSpotMarket({
    meanSecondsBetweenInterruptions: null,
    meanCapacityWaitSeconds: 0,
    discount: 0.5,
    seed: 1,
  });

  const job = (name: string): TrainingJobRecord => {
    const record = jobs.get(name);
    if (!record) throw new Error(`no job ${name}`);
    return record;
  };

  /** Looks at the job until it is as wanted; the time limit is for a test that would otherwise hang. */
  const waitFor = async (
    name: string,
    wanted: (record: TrainingJobRecord) => boolean,
    limitMs = 30_000,
  ): Promise<TrainingJobRecord> => {
    const deadline = Date.now() + limitMs;
    for (let record = job(name); ; record = job(name)) {
      if (wanted(record)) return record;
      if (Date.now() > deadline) {
        throw new Error(
          `${name} is ${record.secondaryStatus}:\n${JSON.stringify(record.transitions)}\n${lines(name).join('\n')}`,
        );
      }
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  };

  /** The job's lines, the streams of its attempts one after another. */
  const lines = (name: string): string[] =>
    logs
      .streams(trainingLogGroup, { prefix: `${name}/` })
      .flatMap((stream) => logs.read(trainingLogGroup, stream.name, { limit: 1_000_000 }))
      .map(({ message }) => message);

  const launch = async (
    name: string,
    script: string,
    change: (request: CreateTrainingJobInput) => void = () => {},
  ): Promise<void> => {
    const archive = `${name}/source/sourcedir.tar.gz`;
    await objects.put(bucket, archive, await sourceArchive({ 'train.mjs': script }));
    const request: CreateTrainingJobInput = {
      TrainingJobName: name,
      RoleArn: 'arn:aws:iam::000000000000:role/spotdeck',
      AlgorithmSpecification: { TrainingImage: 'image', TrainingInputMode: 'File' },
      HyperParameters: {
        sagemaker_program: '"train.mjs"',
        sagemaker_submit_directory: JSON.stringify(`s3://${bucket}/${archive}`),
      },
      OutputDataConfig: { S3OutputPath: `s3://${bucket}/out` },
      ResourceConfig: { InstanceType: 'ml.m5.xlarge', InstanceCount: 1, VolumeSizeInGB: 10 },
      StoppingCondition: { MaxRuntimeInSeconds: 3600, MaxWaitTimeInSeconds: 7200 },
      EnableManagedSpotTraining: true,
      CheckpointConfig: { S3Uri: `s3://${bucket}/${name}/checkpoints` },
    };
    change(request);
    const now = clock.now();
    jobs.insert({
      name,
      arn: `arn:aws:sagemaker:us-east-1:000000000000:training-job/${name.toLowerCase()}`,
      request,
      tags: {},
      status: 'InProgress',
      secondaryStatus: 'Starting',
      transitions: [{ status: 'Starting', startTime: now, message: 'Starting the training job' }],
      creationTime: now,
      lastModifiedTime: now,
      finalMetrics: [],
    });
    engine.start(name);
  };

  return {
    engine,
    objects,
    jobs,
    logs,
    metrics,
    database,
    job,
    waitFor,
    waitForEnd: (name: string, limitMs?: number) => waitFor(name, isTerminal, limitMs),
    waitForLine: (name: string, text: string, limitMs?: number) =>
      waitFor(name, () => lines(name).includes(text), limitMs),
    lines,
    launch,
    keys: (prefix: string) =>
      objects.list(bucket, { prefix }).objects.map(({ key }) => key.slice(prefix.length)),
    /** Names of the files in a job's model, sorted. @param look is given the text of each of up to 1 MB */
    filesOfModel: async (name: string, look: (text: string) => void = () => {}): Promise<string[]> => {
      const files: string[] = [];
      const tar = objects
        .read(bucket, `out/${name}/output/model.tar.gz`)
        .body.pipe(createGunzip())
        .pipe(extract());
      for await (const entry of tar) {
        files.push(entry.header.name);
        if ((entry.header.size ?? 0) > 1e6) entry.resume();
        else look(await text(entry));
      }
      return files.sort();
    },
    text: (key: string) => text(objects.read(bucket, key).body),
  };
};

export const createHarness = async (
  wrapObjects?: (objects: ObjectStore) => ObjectStore,
  clock?: Clock,
  isolation?: Isolation,
) => {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'spotdeck-engine-'));
  const harness = openHarness(dataDir, wrapObjects, clock, isolation);
  return {
    ...harness,
    dataDir,
    async remove() {
      await harness.engine.close();
      harness.database.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
};

export const sourceArchive = async (files: Record<string, string>): Promise<Buffer> => {
  const tar = pack();
  for (const [name, content] of Object.entries(files)) tar.entry({ name }, content);
  tar.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of tar) chunks.push(chunk as Buffer);
  return gzipSync(Buffer.concat(chunks));
};
