import 'server-only';
import { type Backend, paceOf } from '../aws/backends';
import { readLastInvocations } from '../aws/endpoint-use';
import { describeEndpoint, describeModel, listEndpoints } from '../aws/endpoints';
import { onDemandPrice } from '../aws/prices';
import { listTags } from '../aws/tags';
import { describeError } from '../errors/describe-error';
import { unlessGone } from '../errors/unless-gone';
import { mapAbreast } from '../process/abreast';
import { inProcess, remember } from '../process/process-memory';
import { type Endpoint } from '../training/endpoint';
import { jobOfArtifact } from '../training/hosting';
import { type IdleEndpoint } from '../training/report/waste-board';
import { type JobCatalog } from './job-catalog';

export interface IdleEndpoints {
  idle: IdleEndpoint[];
  /** They are being read for the first time. */
  pending: boolean;
  /** Why they could not be read at the last try, for the reader. */
  problem?: string;
}

interface Snapshot {
  idle?: IdleEndpoint[];
  asOf: number;
  reading?: Promise<void>;
  problem?: string;
}

/** Whoever has more endpoints sees the newest of them. */
const maxEndpoints = 200;
const abreast = 4;
/** Requests are looked for no further back; an endpoint that is older and was not asked is idle for so long at least. */
const maxLookBackMs = 90 * 86_400_000;
/** A page waits so long for what was never read, or failed when it was read last. */
const maxWaitMs = 1_500;
const hourMs = 3_600_000;

/**
 * Endpoints in service since nobody asks them anything, as they were last read: any number of readers cost no more
 * AWS calls than one. Endpoints that are deleted tell nothing any more.
 */
export const idleEndpoints = async (
  backend: Backend,
  store: JobCatalog['store'],
  now: number,
  /** Somebody asks for news: however young the last reading is, another one is begun. */
  isAskedFor = false,
): Promise<IdleEndpoints> => {
  const snapshots = inProcess('idle-endpoints', () => new Map<string, Snapshot>());
  const snapshot = snapshots.get(backend.slug) ?? { asOf: 0 };
  snapshots.set(backend.slug, snapshot);
  const { freshMs, slowlyMs } = paceOf(backend);
  // What failed is tried again soon: the page would say long after that it could not be read.
  const restMs = isAskedFor ? 0 : snapshot.problem === undefined ? slowlyMs : freshMs;
  if (now - snapshot.asOf >= restMs) snapshot.reading ??= readInto(snapshot, backend, store, now);
  const isWaitedFor = isAskedFor || snapshot.idle === undefined || snapshot.problem !== undefined;
  if (isWaitedFor && snapshot.reading) {
    await Promise.race([snapshot.reading, new Promise((resolve) => setTimeout(resolve, maxWaitMs).unref())]);
  }
  return {
    idle: snapshot.idle ?? [],
    pending: snapshot.idle === undefined && snapshot.problem === undefined,
    ...(snapshot.problem !== undefined && { problem: snapshot.problem }),
  };
};

const readInto = async (
  snapshot: Snapshot,
  backend: Backend,
  store: JobCatalog['store'],
  now: number,
): Promise<void> => {
  try {
    snapshot.idle = await readIdle(backend, store, now);
    delete snapshot.problem;
  } catch (error) {
    snapshot.problem = describeError(error).message;
  } finally {
    snapshot.asOf = now;
    delete snapshot.reading;
  }
};

const readIdle = async (
  backend: Backend,
  store: JobCatalog['store'],
  now: number,
): Promise<IdleEndpoint[]> => {
  const endpoints = await inService(backend);
  const variants = endpoints.flatMap((endpoint) =>
    endpoint.variants.flatMap(({ name, modelName, instanceType, instanceCount = 1 }) =>
      // A variant without instances is billed for what it is asked.
      instanceType === undefined ? [] : { endpoint, name, modelName, instanceType, instanceCount },
    ),
  );
  const last = await readLastInvocations(
    backend,
    variants.map(({ endpoint, name }) => ({ endpoint: endpoint.name, variant: name })),
    now - maxLookBackMs,
    now,
  );
  return mapAbreast(
    variants,
    abreast,
    async ({ endpoint, name, modelName, instanceType, instanceCount }, index) => {
      const price = await orUndefined(onDemandPrice(backend, instanceType, 'Hosting'));
      return {
        endpoint: endpoint.name,
        variant: name,
        tags: await readTags(backend, endpoint, modelName, store),
        instanceType,
        instanceCount,
        ...(price && { usdPerHour: price.usdPerHour }),
        idleSince: last[index] ?? Math.max(endpoint.createdAt, now - maxLookBackMs),
      };
    },
  );
};

const inService = async (backend: Backend): Promise<Endpoint[]> => {
  const summaries: { name: string; arn: string }[] = [];
  let token: string | undefined;
  do {
    const page = await listEndpoints(backend, {
      status: 'InService',
      ...(token !== undefined && { token }),
    });
    summaries.push(...page.endpoints);
    token = page.nextToken;
  } while (token !== undefined && summaries.length < maxEndpoints);
  const found = await mapAbreast(summaries.slice(0, maxEndpoints), abreast, ({ name }) =>
    unlessGone(describeEndpoint(backend, name)),
  );
  return found.filter((endpoint) => endpoint !== undefined);
};

/** Its own, or else those of the job whose model it serves. */
const readTags = (
  backend: Backend,
  { arn, createdAt }: Endpoint,
  modelName: string | undefined,
  store: JobCatalog['store'],
): Promise<Record<string, string>> =>
  remember(
    'endpoint-tags',
    `${backend.slug} ${arn} ${createdAt}`,
    async () => {
      const own = await listTags(backend, arn);
      const model = modelName === undefined ? undefined : await unlessGone(describeModel(backend, modelName));
      const job = model?.artifactS3Uri === undefined ? undefined : jobOfArtifact(model.artifactS3Uri);
      return { ...(job === undefined ? {} : store.readJob(job)?.tags), ...own };
    },
    hourMs,
  );

/** A price that cannot be looked up is not known; its endpoint is told all the same, in hours. */
const orUndefined = async <Value>(asked: Promise<Value | undefined>): Promise<Value | undefined> => {
  try {
    return await asked;
  } catch (error) {
    console.error('price of hosting:', error);
    return undefined;
  }
};
