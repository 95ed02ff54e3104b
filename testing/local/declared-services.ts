/** The RPC services whose operations declare their input, on stores of their own, with engines that do nothing. */
import * as cloudwatch from '@aws-sdk/client-cloudwatch';
import * as logs from '@aws-sdk/client-cloudwatch-logs';
import * as iam from '@aws-sdk/client-iam';
import * as pricing from '@aws-sdk/client-pricing';
import * as sagemaker from '@aws-sdk/client-sagemaker';
import * as sts from '@aws-sdk/client-sts';
import type { ServingEngine } from '../../lib/local/engine/serving/serving-engine';
import { createCloudWatchService } from '../../lib/local/services/cloudwatch/cloudwatch-service';
import { createIamService } from '../../lib/local/services/iam/iam-service';
import { createLogsService } from '../../lib/local/services/logs/logs-service';
import { createPricingService } from '../../lib/local/services/pricing/pricing-service';
import { createIdleEngine } from './sagemaker-harness';
import { createSageMakerService } from '../../lib/local/services/sagemaker/sagemaker-service';
import { createStsService } from '../../lib/local/services/sts/sts-service';
import { openDatabase } from '../../lib/local/store/database';
import { type ObjectStore, type StoredObject } from '../../lib/local/store/object-store';
import { createHostingStore } from '../../lib/local/store/sqlite-hosting-store';
import { createLogStore } from '../../lib/local/store/sqlite-log-store';
import { createMetricStore } from '../../lib/local/store/sqlite-metric-store';
import { createTrainingJobStore } from '../../lib/local/store/sqlite-training-job-store';
import type { RequestContext, RpcService } from '../../lib/local/wire/service';
import { type FullInput, iamInputs, pricingInputs, sageMakerInputs, stsInputs } from './full-inputs';
import { logInputs } from './full-log-inputs';
import { cloudWatchInputs } from './full-metric-inputs';
import { partOf } from '../part-of';

export interface DeclaredService {
  name: string;
  service: RpcService;
  /** The SDK's client package, for its model. */
  client: object;
  inputs: readonly FullInput[];
}

export const testContext: RequestContext = {
  requestId: 'test',
  region: 'us-east-1',
  accountId: '000000000000',
  origin: 'http://127.0.0.1:9010',
};

/** Every bucket is there, and holds one object under any prefix. */
const fullOfObjects = partOf<ObjectStore>({
  bucketExists: () => true,
  list: () => ({ objects: [partOf<StoredObject>({ key: 'any' })], commonPrefixes: [] }),
});

export const openDeclaredServices = () => {
  const database = openDatabase(':memory:');
  const clock = { now: () => Date.now(), after: () => () => {} };
  const hosting = createHostingStore(database);
  const settle = (name: string) => hosting.endpoints.update(name, (one) => void (one.status = 'InService'));
  const serving: ServingEngine = {
    start: settle,
    // As the engine does it: what was pending is in place.
    update: (name) =>
      void hosting.endpoints.update(name, (one) => {
        Object.assign(one, { ...one.pending, status: 'InService' });
        delete one.pending;
      }),
    remove: async (name) => hosting.endpoints.delete(name),
    invoke: () => Promise.reject(new Error('no program runs')),
    invokeAsync: () => {
      throw new Error('no program runs');
    },
    recover: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
  const jobs = createTrainingJobStore(database);
  const idle = createIdleEngine().engine;
  const engine = {
    ...idle,
    stop: (name: string) => void jobs.update(name, (one) => void (one.status = 'Stopped')),
  };
  const services: DeclaredService[] = [
    {
      name: 'SageMaker',
      service: createSageMakerService({ database, jobs, engine, serving, objects: fullOfObjects, clock }),
      client: sagemaker,
      inputs: sageMakerInputs,
    },
    {
      name: 'CloudWatch',
      service: createCloudWatchService({ metrics: createMetricStore(database), clock }),
      client: cloudwatch,
      inputs: cloudWatchInputs(Math.floor(Date.now() / 1000)),
    },
    {
      name: 'CloudWatch Logs',
      service: createLogsService({ logs: createLogStore(database, clock), clock }),
      client: logs,
      inputs: logInputs(Date.now()),
    },
    { name: 'Pricing', service: createPricingService(), client: pricing, inputs: pricingInputs },
    { name: 'STS', service: createStsService({ clock }), client: sts, inputs: stsInputs },
    { name: 'IAM', service: createIamService(), client: iam, inputs: iamInputs },
  ];
  return { services, close: () => database.close() };
};
