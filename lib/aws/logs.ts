import 'server-only';
import {
  DescribeLogStreamsCommand,
  FilterLogEventsCommand,
  GetLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { unlessGone } from '../errors/unless-gone';
import { type Backend } from './backends';
import { getClients } from './clients';
import { readPages } from './pages';
import { translating } from './translate-error';

/** Group of every training job's log streams, which are named `<job>/<host>-<start>`. */
export const trainingLogGroup = '/aws/sagemaker/TrainingJobs';

export interface LogStream {
  name: string;
  /** Ms since the epoch. */
  createdAt?: number;
  lastEventAt?: number;
}

/**
 * Streams whose name starts with `prefix`, in order of name. Empty before a container has written: the group
 * and the streams appear only then.
 */
export const listLogStreams = async (
  backend: Backend,
  group: string,
  prefix: string,
): Promise<LogStream[]> => {
  const streams = translating(backend, `list the log streams ${prefix}*`, () =>
    allStreams(backend, group, prefix),
  );
  return (await unlessGone(streams)) ?? [];
};

const allStreams = async (backend: Backend, group: string, prefix: string): Promise<LogStream[]> => {
  const streams: LogStream[] = [];
  const pages = readPages(
    (nextToken) =>
      getClients(backend).logs.send(
        new DescribeLogStreamsCommand({
          logGroupName: group,
          logStreamNamePrefix: prefix,
          limit: 50,
          nextToken,
        }),
      ),
    (page) => page.nextToken,
  );
  for await (const page of pages) {
    for (const { logStreamName, creationTime, lastEventTimestamp } of page.logStreams ?? []) {
      if (logStreamName === undefined) continue;
      streams.push({
        name: logStreamName,
        ...(creationTime === undefined ? {} : { createdAt: creationTime }),
        ...(lastEventTimestamp === undefined ? {} : { lastEventAt: lastEventTimestamp }),
      });
    }
  }
  return streams;
};

export interface LogPage {
  events: { at: number; message: string }[];
  /** Where to go on; ask again later with it where `atEnd`. */
  nextToken: string;
  /** Nothing more for now. A page may be empty before the end. */
  atEnd: boolean;
}

/** One page of a stream, oldest first, from `token` or the beginning: up to 10,000 events or 1 MB. */
export const readLogEvents = (
  backend: Backend,
  group: string,
  stream: string,
  token?: string,
): Promise<LogPage> =>
  translating(backend, `read the log stream ${stream}`, async () => {
    const page = await getClients(backend).logs.send(
      new GetLogEventsCommand({
        logGroupName: group,
        logStreamName: stream,
        startFromHead: true,
        nextToken: token,
      }),
    );
    const nextToken = page.nextForwardToken ?? token ?? '';
    return {
      events: (page.events ?? []).flatMap(({ timestamp, message }) =>
        timestamp === undefined ? [] : [{ at: timestamp, message: message ?? '' }],
      ),
      nextToken,
      // The end is where the token comes back unchanged: AWS never answers with none.
      atEnd: nextToken === token || nextToken === '',
    };
  });

/** Of a group's streams those that were written to last, newest first, 50 a page. */
export const recentLogStreams = async (
  backend: Backend,
  group: string,
  token?: string,
): Promise<{ names: string[]; nextToken?: string }> => {
  const asked = translating(backend, 'list the log streams written to last', async () => {
    const page = await getClients(backend).logs.send(
      new DescribeLogStreamsCommand({
        logGroupName: group,
        orderBy: 'LastEventTime',
        descending: true,
        limit: 50,
        nextToken: token,
      }),
    );
    return {
      names: (page.logStreams ?? []).flatMap(({ logStreamName }) => logStreamName ?? []),
      ...(page.nextToken === undefined ? {} : { nextToken: page.nextToken }),
    };
  });
  return (await unlessGone(asked)) ?? { names: [] };
};

export interface FilteredEvents {
  /** `id` is the same in each answer. */
  events: { stream: string; id: string; at: number; message: string }[];
  nextToken?: string;
}

/** One page of the events of up to 100 streams, oldest first. A page may be empty before the last. */
export const filterLogEvents = (
  backend: Backend,
  group: string,
  request: { streams: readonly string[]; from?: number; token?: string },
): Promise<FilteredEvents> =>
  translating(backend, `read ${request.streams.length} log streams`, async () => {
    const page = await getClients(backend).logs.send(
      new FilterLogEventsCommand({
        logGroupName: group,
        logStreamNames: [...request.streams],
        startTime: request.from,
        nextToken: request.token,
      }),
    );
    return {
      events: (page.events ?? []).flatMap(({ logStreamName, eventId, timestamp, message }) =>
        logStreamName === undefined || timestamp === undefined
          ? []
          : [{ stream: logStreamName, id: eventId ?? `${timestamp}`, at: timestamp, message: message ?? '' }],
      ),
      ...(page.nextToken === undefined ? {} : { nextToken: page.nextToken }),
    };
  });
