import 'server-only';
import { getBackend, type Backend } from '../aws/backends';
import { listEndpoints as readPage } from '../aws/endpoints';
import { inProcess } from '../process/process-memory';
import { isSpotdeckError } from '../errors/spotdeck-error';
import { describeError } from '../errors/describe-error';
import { type ActionError } from '../errors/action-result';
import { type EndpointSummary } from '../training/endpoint';
import { describeEndpointStatus, type EndpointDetail } from '../training/hosting';
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

interface Board {
  list?: EndpointList;
  reading?: Promise<EndpointList>;
}

/** Endpoints shown; an account seldom has more. */
const limit = 200;
const abreast = 4;

/** The endpoints of a backend, read now. @throws {SpotdeckError} */
export const listEndpoints = (slug: string): Promise<EndpointList> => readBoard(slug);

/**
 * What was last read, at once; what is older than a few seconds is read again meanwhile, so that the next poll
 * has it. Polls of any number of readers cost no more AWS calls than those of one.
 */
export const pollEndpoints = async (slug: string): Promise<EndpointList> => {
  const board = boardOf(slug);
  if (!board.list) return readBoard(slug);
  const freshMs = getBackend(slug).endpoint === undefined ? 5_000 : 900;
  if (!board.reading && Date.now() - board.list.asOf >= freshMs) {
    readBoard(slug).catch((error: unknown) => {
      if (board.list) board.list = { ...board.list, asOf: Date.now(), problem: describeError(error) };
    });
  }
  return board.list;
};

/**
 * One endpoint as it was last read, at once; one that the list does not have (yet) is asked for.
 * @returns undefined once it is gone
 */
export const pollEndpoint = async (slug: string, name: string): Promise<EndpointDetail | undefined> => {
  const { endpoints } = await pollEndpoints(slug);
  return (
    endpoints.find((endpoint) => endpoint.name === name) ?? (await detailUnlessGone(getBackend(slug), name))
  );
};

const boardOf = (slug: string): Board => {
  const boards = inProcess('endpoint-boards', () => new Map<string, Board>());
  const board = boards.get(slug) ?? {};
  boards.set(slug, board);
  return board;
};

const readBoard = (slug: string): Promise<EndpointList> => {
  const backend = getBackend(slug);
  const board = boardOf(slug);
  board.reading ??= readAll(backend, board.list)
    .then((list) => (board.list = list))
    .finally(() => delete board.reading);
  return board.reading;
};

const readAll = async (backend: Backend, known: EndpointList | undefined): Promise<EndpointList> => {
  const asOf = Date.now();
  const summaries: EndpointSummary[] = [];
  let token: string | undefined;
  do {
    const page = await readPage(backend, token === undefined ? {} : { token });
    summaries.push(...page.endpoints);
    token = page.nextToken;
  } while (token !== undefined && summaries.length < limit);
  const before = new Map(known?.endpoints.map((endpoint) => [endpoint.arn + endpoint.createdAt, endpoint]));
  const endpoints: (EndpointDetail | undefined)[] = [];
  const waiting = summaries.slice(0, limit).map((summary, index) => ({ summary, index }));
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const { summary, index } = next;
      const old = before.get(summary.arn + summary.createdAt);
      endpoints[index] = unchanged(old, summary) ? old : await detailUnlessGone(backend, summary.name);
    }
  };
  await Promise.all(Array.from({ length: abreast }, work));
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

/** One that is deleted between the list and its description is not there any more. */
const detailUnlessGone = async (backend: Backend, name: string): Promise<EndpointDetail | undefined> => {
  try {
    return await readDetail(backend, name);
  } catch (error) {
    if (isSpotdeckError(error) && error.code === 'not-found') return undefined;
    throw error;
  }
};
