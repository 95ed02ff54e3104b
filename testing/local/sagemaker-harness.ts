import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { systemClock } from '../../lib/local/core/clock';
import { createTrainingEngine } from '../../lib/local/engine/job/local-training-engine';
import {
  createServingEngine,
  type ServingEngineOptions,
} from '../../lib/local/engine/serving/local-serving-engine';
import type { TrainingEngine } from '../../lib/local/engine/job/training-engine';
import { openDatabase } from '../../lib/local/store/database';
import { createObjectStore } from '../../lib/local/store/file-object-store';
import { createHostingStore } from '../../lib/local/store/sqlite-hosting-store';
import { createLogStore } from '../../lib/local/store/sqlite-log-store';
import { createMetricStore } from '../../lib/local/store/sqlite-metric-store';
import { createTrainingJobStore } from '../../lib/local/store/sqlite-training-job-store';
import { createWireServer } from '../../lib/local/wire/server';
import { createS3Service } from '../../lib/local/services/s3/s3-service';
import { createRuntimeService } from '../../lib/local/services/sagemaker-runtime/runtime-service';
import { createSageMakerService } from '../../lib/local/services/sagemaker/sagemaker-service';

/** For tests: SageMaker and its runtime on a free port, on real stores, with the SDK's own clients. */
export const bucket = 'training';

export interface SageMakerHarnessOptions {
  /** Without it, the engine that really trains. */
  engine?: TrainingEngine;
  serving?: Partial<ServingEngineOptions>;
  /** A folder that an earlier harness left. */
  dataDir?: string;
}

export const openSageMaker = async (options: SageMakerHarnessOptions = {}) => {
  const dataDir = options.dataDir ?? (await mkdtemp(path.join(tmpdir(), 'spotdeck-sagemaker-')));
  const database = openDatabase(path.join(dataDir, 'records.sqlite'));
  const clock = systemClock;
  const objects = createObjectStore({ database, folder: path.join(dataDir, 'objects'), clock });
  if (!objects.bucketExists(bucket)) objects.createBucket(bucket);
  const jobs = createTrainingJobStore(database);
  const hosting = createHostingStore(database);
  const logs = createLogStore(database, clock);
  const metrics = createMetricStore(database);
  const nodeModulesDir = path.resolve('node_modules');
  const engine =
    options.engine ??
    createTrainingEngine({
      database,
      jobs,
      objects,
      logs,
      metrics,
      clock,
      folder: path.join(dataDir, 'attempts'),
      nodeModulesDir,
    });
  const serving = createServingEngine({
    hosting,
    objects,
    logs,
    metrics,
    clock,
    folder: path.join(dataDir, 'endpoints'),
    nodeModulesDir,
    restartDelayMs: 20,
    ...options.serving,
  });
  await serving.recover();
  const server = await createWireServer({
    rpcServices: [createSageMakerService({ database, jobs, engine, serving, objects, clock })],
    restServices: [createRuntimeService({ serving }), createS3Service({ objects, clock })],
    host: '127.0.0.1',
    port: 0,
  });
  const clientOptions = {
    endpoint: server.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  };
  const client = new SageMakerClient(clientOptions);
  const runtime = new SageMakerRuntimeClient(clientOptions);
  const close = async () => {
    client.destroy();
    runtime.destroy();
    await server.close();
    await serving.close();
    await engine.close();
    database.close();
  };
  return {
    url: server.url,
    dataDir,
    database,
    objects,
    jobs,
    hosting,
    logs,
    metrics,
    serving,
    client,
    runtime,
    close,
    remove: async () => {
      await close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
};

export type SageMakerHarness = Awaited<ReturnType<typeof openSageMaker>>;

/** An engine that notes what it is asked and lets every job stay as it is. */
export const createIdleEngine = () => {
  const asked: string[] = [];
  const engine: TrainingEngine = {
    start: (name) => void asked.push(`start ${name}`),
    stop: (name) => void asked.push(`stop ${name}`),
    interrupt: (name) => void asked.push(`interrupt ${name}`),
    spotMarket: () => ({
      meanSecondsBetweenInterruptions: null,
      meanCapacityWaitSeconds: 0,
      discount: 0,
      seed: 1,
    }),
    setSpotMarket: () => undefined,
    recover: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
  return { engine, asked };
};

/** The smallest request that SageMaker accepts for a spot job. */
export const spotRequest = (name: string) => ({
  TrainingJobName: name,
  RoleArn: 'arn:aws:iam::000000000000:role/spotdeck',
  AlgorithmSpecification: { TrainingImage: 'image', TrainingInputMode: 'File' as const },
  OutputDataConfig: { S3OutputPath: `s3://${bucket}/out` },
  ResourceConfig: { InstanceType: 'ml.m5.xlarge' as const, InstanceCount: 1, VolumeSizeInGB: 10 },
  StoppingCondition: { MaxRuntimeInSeconds: 3600, MaxWaitTimeInSeconds: 7200 },
  EnableManagedSpotTraining: true,
});
