import 'server-only';
import { type Backend, paceOf } from '../aws/backends';
import { listEndpoints as readPage } from '../aws/endpoints';
import { mapAbreast } from '../process/abreast';
import { inProcess } from '../process/process-memory';
import { unlessGone } from '../errors/unless-gone';
import { describeError } from '../errors/describe-error';
import { type ActionError } from '../errors/action-result';
import { type EndpointSummary } from '../training/endpoint';
import { describeEndpointStatus, type EndpointDetail } from '../training/hosting';
import { defineUseCase } from '../use-cases/define-use-case';
import { endpointInput, nothing } from '../use-cases/name-inputs';
import { readDetail } from './describe-endpoint';

export interface EndpointList {
  /** Newest first. */
  endpoints: EndpointDetail[];
  /** There are more than are shown. */
  cut: boolean;
  /** When they were read, ms since the epoch. */
  asOf: number;
  /** Why the last try to read them again failed. */
  problem?: ActionError;
}

interface Snapshot {
  list?: EndpointList;
  reading?: Promise<EndpointList>;
}

/** Endpoints shown; an account seldom has more. */
const limit = 200;
const abreast = 4;

/** The endpoints of a backend, read now. @throws {SpotdeckError} */
export const listEndpoints = defineUseCase({
  name: 'list-endpoints',
  input: nothing,
  access: 'watch',
  changes: false,
  run: ({ backend }) => readNow(backend),
});

/** The endpoints as they were last read, at once; see `recentEndpoints`. */
export const pollEndpoints = defineUseCase({
  name: 'poll-endpoints',
  input: nothing,
  access: 'watch',
  changes: false,
  run: ({ backend }) => recentEndpoints(backend),
});

/**
 * One endpoint as it was last read, at once; one that the list does not have (yet) is asked for. Null once it is gone.
 */
export const pollEndpoint = defineUseCase({
  name: 'poll-endpoint',
  input: endpointInput,
  access: 'watch',
  changes: false,
  run: async ({ backend }, { name }): Promise<EndpointDetail | null> => {
    const { endpoints } = await recentEndpoints(backend);
    return (
      endpoints.find((endpoint) => endpoint.name === name) ??
      (await unlessGone(readDetail(backend, name))) ??
      null
    );
  },
});

/**
 * What was last read, at once; what is older than a few seconds is read again meanwhile, so that the next poll
 * has it. Polls of any number of readers cost no more AWS calls than those of one.
 */
export const recentEndpoints = async (backend: Backend): Promise<EndpointList> => {
  const snapshot = getSnapshot(backend);
  if (!snapshot.list) return readNow(backend);
  const { freshMs } = paceOf(backend);
  if (!snapshot.reading && Date.now() - snapshot.list.asOf >= freshMs) {
    readNow(backend).catch((error: unknown) => {
      if (snapshot.list)
        snapshot.list = { ...snapshot.list, asOf: Date.now(), problem: describeError(error) };
    });
  }
  return snapshot.list;
};

const getSnapshot = ({ slug }: Backend): Snapshot => {
  const snapshots = inProcess('endpoint-snapshots', () => new Map<string, Snapshot>());
  const snapshot = snapshots.get(slug) ?? {};
  snapshots.set(slug, snapshot);
  return snapshot;
};

const readNow = (backend: Backend): Promise<EndpointList> => {
  const snapshot = getSnapshot(backend);
  snapshot.reading ??= readAll(backend, snapshot.list)
    .then((list) => (snapshot.list = list))
    .finally(() => delete snapshot.reading);
  return snapshot.reading;
};

const readAll = async (backend: Backend, last: EndpointList | undefined): Promise<EndpointList> => {
  const asOf = Date.now();
  const summaries: EndpointSummary[] = [];
  let token: string | undefined;
  do {
    const page = await readPage(backend, token === undefined ? {} : { token });
    summaries.push(...page.endpoints);
    token = page.nextToken;
  } while (token !== undefined && summaries.length < limit);
  const before = new Map(last?.endpoints.map((endpoint) => [endpoint.arn + endpoint.createdAt, endpoint]));
  const endpoints = await mapAbreast(summaries.slice(0, limit), abreast, async (summary) => {
    const old = before.get(summary.arn + summary.createdAt);
    return unchanged(old, summary) ? old : unlessGone(readDetail(backend, summary.name));
  });
  return {
    endpoints: endpoints.filter((endpoint) => endpoint !== undefined),
    cut: token !== undefined || summaries.length > limit,
    asOf,
  };
};

const unchanged = (old: EndpointDetail | undefined, summary: EndpointSummary): boolean =>
  old?.status === summary.status &&
  old.lastModifiedAt === summary.lastModifiedAt &&
  !describeEndpointStatus(summary.status).passing;
