import 'server-only';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { IAMClient } from '@aws-sdk/client-iam';
import { PricingClient } from '@aws-sdk/client-pricing';
import { S3Client } from '@aws-sdk/client-s3';
import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
import { STSClient } from '@aws-sdk/client-sts';
import { settings } from '../env';
import { type Backend } from './backends';
import { credentialsOf } from './credentials/credentials';
import { systemClock } from '../process/clock';
import { inProcess } from '../process/process-memory';
import { currentLane } from '../process/call-lane';
import { type CallBudget, callRates, createCallBudget } from './call-budget';
import { isThrottling, noteService, readAwsError } from './read-aws-error';

/** One backend's SDK clients, made once per process. */
export interface Clients {
  sagemaker: SageMakerClient;
  runtime: SageMakerRuntimeClient;
  logs: CloudWatchLogsClient;
  cloudwatch: CloudWatchClient;
  s3: S3Client;
  sts: STSClient;
  iam: IAMClient;
  pricing: PricingClient;
  quotas: ServiceQuotasClient;
}

type Place = Pick<Backend, 'region' | 'endpoint' | 'profile'>;

const keyOf = ({ region, endpoint, profile }: Place): string => JSON.stringify([region, endpoint, profile]);

export const getClients = (backend: Place): Clients => {
  const clients = inProcess('clients', () => new Map<string, Clients>());
  const key = keyOf(backend);
  const cached = clients.get(key);
  if (cached) return cached;
  const made = createClients(backend);
  const { region, endpoint, profile } = backend;
  const place: Place = {
    region,
    ...(endpoint !== undefined && { endpoint }),
    ...(profile !== undefined && { profile }),
  };
  for (const client of Object.values(made)) {
    tellService(client);
    // S3 takes thousands of requests a second.
    if (client !== made.s3) spendFrom(() => getCallBudget(place), client);
  }
  clients.set(key, made);
  return made;
};

/** Each client's stack is typed by its own inputs: what is used of it is the same. */
const isClient = <Made extends object>(made: Made): made is Made & Client =>
  'config' in made && 'middlewareStack' in made;

/** How a client is to be made that `getClients` does not make. */
export type ClientConfig = ReturnType<typeof configOf>;

/**
 * A client that few need: made, and its code loaded, once it is wanted.
 * @param name by which it is kept
 */
export const wantedClient = async <Made extends object>(
  place: Place,
  name: string,
  make: (config: ClientConfig) => Promise<Made>,
): Promise<Made> => {
  const clients = inProcess('wanted-clients', () => new Map<string, Promise<unknown>>());
  const key = `${name} ${keyOf(place)}`;
  const cached = clients.get(key);
  // eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- under a name only what its one `make` made
  if (cached) return cached as Promise<Made>;
  const { region, endpoint, profile } = place;
  const own: Place = {
    region,
    ...(endpoint !== undefined && { endpoint }),
    ...(profile !== undefined && { profile }),
  };
  const made = make(configOf(own)).then((client) => {
    if (!isClient(client)) throw new Error(`What was made for ${name} is no client of the SDK.`);
    tellService(client);
    spendFrom(() => getCallBudget(own), client);
    return client;
  });
  clients.set(key, made);
  return made;
};

/** A client is of a profile, AWS's limits are of the account: profiles that lead to one account share a budget. */
export const noteAccount = (place: Place, accountId: string): void => {
  accounts().set(keyOf(place), accountId);
};

const accounts = () => inProcess('accounts-of-places', () => new Map<string, string>());

const accountKeyOf = (place: Place): string => {
  const account = accounts().get(keyOf(place));
  return account === undefined
    ? keyOf(place)
    : JSON.stringify([place.region, place.endpoint, account, 'account']);
};

/** What everything in this process may ask of one account in one Region. */
export const getCallBudget = (place: Place): CallBudget => {
  const budgets = inProcess('call-budgets', () => new Map<string, CallBudget>());
  const key = accountKeyOf(place);
  const budget = budgets.get(key) ?? createCallBudget(systemClock, callRates, settings.pollingRate);
  budgets.set(key, budget);
  return budget;
};

type Handler = (request: object) => Promise<object>;
type Middleware = (next: Handler, context: { commandName?: string }) => Handler;
/** Of a client what is used here; the clients' stacks differ in what they carry alone. */
interface Client {
  config: { serviceId: string };
  middlewareStack: {
    add(middleware: Middleware, options: { step: 'initialize'; name: string; priority: 'high' }): void;
    addRelativeTo(
      middleware: Middleware,
      options: { name: string; relation: 'after'; toMiddleware: string },
    ): void;
  };
}

/** Each attempt of a call waits for its turn, a repeated one too. */
const spendFrom = (budgetNow: () => CallBudget, client: Client): void => {
  client.middlewareStack.addRelativeTo(
    (next, context) => async (request) => {
      const operation = (context.commandName ?? '').replace(/Command$/, '');
      const budget = budgetNow();
      await budget.take(operation, currentLane());
      try {
        return await next(request);
      } catch (error) {
        if (isThrottling(readAwsError(error))) budget.throttled(operation);
        throw error;
      }
    },
    { name: 'spendFromBudget', relation: 'after', toMiddleware: 'retryMiddleware' },
  );
};

/** An error tells its service, so that the reader hears whose fault it is. */
const tellService = (client: Client): void => {
  const service = client.config.serviceId;
  client.middlewareStack.add(
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

const commonOf = ({ region, endpoint, profile }: Place) => ({
  region,
  // The pace is the budget's, of each operation for itself: 'adaptive' has one for all of a client.
  retryMode: 'standard',
  maxAttempts: 4,
  // An endpoint of one's own has no accounts: any key signs, and AWS's are never sent to it.
  ...(endpoint === undefined
    ? { credentials: credentialsOf({ region, ...(profile !== undefined && { profile }) }) }
    : { endpoint, credentials: { accessKeyId: 'spotdeck', secretAccessKey: 'spotdeck' } }),
});

const handler = (requestTimeout: number, maxSockets: number) => ({
  connectionTimeout: 3_000,
  requestTimeout,
  throwOnRequestTimeout: true,
  httpAgent: { keepAlive: true, maxSockets },
  httpsAgent: { keepAlive: true, maxSockets },
});
const calls = () => handler(15_000, 25);

const configOf = (place: Place) => ({ ...commonOf(place), requestHandler: calls() });

const createClients = (place: Place): Clients => {
  const { region } = place;
  const common = commonOf(place);
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
    pricing: new PricingClient({
      ...common,
      region: region.startsWith('cn-') ? 'cn-northwest-1' : 'us-east-1',
      requestHandler: calls(),
    }),
    // Of the whole partition: the SDK knows where from any of its Regions.
    iam: new IAMClient({ ...common, requestHandler: calls() }),
    quotas: new ServiceQuotasClient({ ...common, requestHandler: calls() }),
  };
};
