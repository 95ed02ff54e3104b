import 'server-only';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { PricingClient } from '@aws-sdk/client-pricing';
import { S3Client } from '@aws-sdk/client-s3';
import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { STSClient } from '@aws-sdk/client-sts';
import { type Backend } from './backends';
import { inProcess } from '../process/process-memory';
import { noteService } from './read-aws-error';

/** One backend's SDK clients, made once per process. */
export interface Clients {
  sagemaker: SageMakerClient;
  runtime: SageMakerRuntimeClient;
  logs: CloudWatchLogsClient;
  cloudwatch: CloudWatchClient;
  s3: S3Client;
  sts: STSClient;
  pricing: PricingClient;
}

type Place = Pick<Backend, 'region' | 'endpoint'>;

export const clientsOf = (backend: Place): Clients => {
  const clients = inProcess('clients', () => new Map<string, Clients>());
  const key = `${backend.region} ${backend.endpoint ?? ''}`;
  const cached = clients.get(key);
  if (cached) return cached;
  const made = createClients(backend);
  Object.values(made).forEach(noteServiceOf);
  clients.set(key, made);
  return made;
};

/** An error tells its service, so that the reader hears whose fault it is. */
const noteServiceOf = (client: Clients[keyof Clients]): void => {
  const service = client.config.serviceId;
  (client as SageMakerClient).middlewareStack.add(
    (next) => async (request) => {
      try {
        return await next(request);
      } catch (error) {
        noteService(error, service);
        throw error;
      }
    },
    { step: 'initialize', name: 'noteService', priority: 'high' },
  );
};

const createClients = ({ region, endpoint }: Place): Clients => {
  const common = {
    region,
    retryMode: 'adaptive',
    maxAttempts: 4,
    // An endpoint of one's own has no accounts: any key signs, and AWS's are never sent to it.
    ...(endpoint === undefined
      ? {}
      : { endpoint, credentials: { accessKeyId: 'spotdeck', secretAccessKey: 'spotdeck' } }),
  };
  const handler = (requestTimeout: number, maxSockets: number) => ({
    connectionTimeout: 3_000,
    requestTimeout,
    throwOnRequestTimeout: true,
    httpAgent: { keepAlive: true, maxSockets },
    httpsAgent: { keepAlive: true, maxSockets },
  });
  const calls = () => handler(15_000, 25);
  // A body of any size may take its time; what ends it is silence.
  const bodies = () => ({ ...handler(0, 25), throwOnRequestTimeout: false, socketTimeout: 60_000 });
  return {
    sagemaker: new SageMakerClient({ ...common, requestHandler: calls() }),
    // The service itself gives a container 60 s.
    runtime: new SageMakerRuntimeClient({ ...common, maxAttempts: 2, requestHandler: handler(70_000, 8) }),
    logs: new CloudWatchLogsClient({ ...common, disableHostPrefix: true, requestHandler: calls() }),
    cloudwatch: new CloudWatchClient({ ...common, requestHandler: calls() }),
    s3: new S3Client({
      ...common,
      forcePathStyle: true,
      followRegionRedirects: true,
      requestHandler: bodies(),
    }),
    sts: new STSClient({ ...common, requestHandler: calls() }),
    // The Price List API lives in few Regions; the Region asked about is a filter.
    pricing: new PricingClient({ ...common, region: 'us-east-1', requestHandler: calls() }),
  };
};
