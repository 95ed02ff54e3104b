import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Clock } from '../../core/clock';
import { openDatabase, type Sqlite } from '../../store/database';
import { type LogQueries, type LogStore } from '../../store/log-store';
import { createLogStore } from '../../store/sqlite-log-store';
import { createLogsService } from './logs-service';
import { requestContext as context } from '../../../../testing/local/request-context';

const group = '/aws/sagemaker/TrainingJobs';
const clock: Clock = { now: () => 5_000_000, after: () => () => {} };
let database: Sqlite;
let logs: LogStore & LogQueries;

interface Page {
  events: { message: string; timestamp: number; logStreamName?: string; eventId?: string }[];
  nextForwardToken: string;
  nextBackwardToken: string;
  nextToken?: string;
}

beforeEach(() => {
  database = openDatabase(':memory:');
  logs = createLogStore(database, clock);
});
afterEach(() => {
  database.close();
});

const call = <Output = Page>(operation: string, input: object): Output =>
  createLogsService({ logs, clock }).operations[operation]!(input, context) as Output;
const write = (stream: string, ...times: number[]) =>
  logs.append(
    group,
    stream,
    times.map((timestamp) => ({ timestamp, message: `${stream}@${timestamp}` })),
  );
const get = (input: object) => call('GetLogEvents', { logGroupName: group, logStreamName: 's', ...input });
const filter = (input: object) => call('FilterLogEvents', { logGroupName: group, ...input });
const messages = (page: Page) => page.events.map((event) => event.message);

describe('GetLogEvents', () => {
  it('says in AWS’s words that a group or a stream does not exist', () => {
    expect(() => get({})).toThrow('The specified log group does not exist.');
    write('other', 1);
    expect(() => get({})).toThrow(
      expect.objectContaining({
        code: 'ResourceNotFoundException',
        message: 'The specified log stream does not exist.',
      }) as Error,
    );
  });

  it('reads forward to the end, gives the same token back there, and goes on with what came later', () => {
    write('s', 1, 2, 3);
    const first = get({ startFromHead: true, limit: 2 });
    expect(messages(first)).toEqual(['s@1', 's@2']);
    const second = get({ startFromHead: true, nextToken: first.nextForwardToken });
    expect(messages(second)).toEqual(['s@3']);
    const end = get({ startFromHead: true, nextToken: second.nextForwardToken });
    expect(end).toMatchObject({ events: [], nextForwardToken: second.nextForwardToken });
    expect(messages(get({ nextToken: end.nextBackwardToken }))).toEqual(['s@1', 's@2', 's@3']);
    write('s', 4);
    expect(messages(get({ startFromHead: true, nextToken: end.nextForwardToken }))).toEqual(['s@4']);
  });

  it('begins with the newest events by default and reads backward to the start', () => {
    write('s', 1, 2, 3, 4, 5);
    const newest = get({ limit: 2 });
    expect(messages(newest)).toEqual(['s@4', 's@5']);
    const before = get({ limit: 2, nextToken: newest.nextBackwardToken });
    expect(messages(before)).toEqual(['s@2', 's@3']);
    const oldest = get({ limit: 2, nextToken: before.nextBackwardToken });
    expect(messages(oldest)).toEqual(['s@1']);
    const beyond = get({ limit: 2, nextToken: oldest.nextBackwardToken });
    expect(beyond).toMatchObject({ events: [], nextBackwardToken: oldest.nextBackwardToken });
    expect(messages(get({ nextToken: before.nextForwardToken }))).toEqual(['s@4', 's@5']);
  });

  it('takes startTime as inclusive and endTime as exclusive, in both directions', () => {
    write('s', 10, 20, 30, 40);
    const range = { startTime: 20, endTime: 40 };
    expect(messages(get({ ...range, startFromHead: true }))).toEqual(['s@20', 's@30']);
    expect(messages(get({ ...range, limit: 1 }))).toEqual(['s@30']);
    expect(get({ startTime: 50 }).events).toEqual([]);
  });

  it('cuts a page at 1 MB and at 10,000 events without losing a line', async () => {
    const wide = 'é'.repeat(100_000);
    logs.append(
      group,
      's',
      Array.from({ length: 12 }, (_, index) => ({ timestamp: index, message: `${index} ${wide}` })),
    );
    const first = get({ startFromHead: true });
    expect(first.events).toHaveLength(5);
    expect(get({ startFromHead: true, nextToken: first.nextForwardToken }).events[0]?.message).toMatch(/^5 /);
    const newest = get({});
    expect(newest.events.map(({ message }) => parseInt(message))).toEqual([7, 8, 9, 10, 11]);
    expect(get({ nextToken: newest.nextBackwardToken }).events.at(-1)?.message).toMatch(/^6 /);
    write('many', ...Array.from({ length: 10_500 }, (_, index) => index));
    const page = await Promise.resolve(get({ logStreamName: 'many', startFromHead: true }));
    expect(page.events).toHaveLength(10_000);
  });

  it('refuses a token and a limit that cannot be', () => {
    write('s', 1);
    expect(() => get({ nextToken: 'f/12' })).toThrow('The specified nextToken is invalid.');
    expect(() => get({ limit: 10_001 })).toThrow(
      expect.objectContaining({
        code: 'InvalidParameterException',
        message:
          "1 validation error detected: Value '10001' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 10000",
      }) as Error,
    );
    expect(() => get({ limit: '5' })).toThrow(
      expect.objectContaining({ code: 'SerializationException' }) as Error,
    );
  });

  it('knows a group by its ARN too', () => {
    write('s', 1);
    const logGroupIdentifier = `arn:aws:logs:us-east-1:000000000000:log-group:${group}`;
    expect(messages(get({ logGroupName: undefined, logGroupIdentifier }))).toEqual(['s@1']);
    expect(() => get({ logGroupIdentifier })).toThrow(/Exactly one/);
  });
});

describe('DescribeLogStreams and DescribeLogGroups', () => {
  const describeStreams = (input: object) =>
    call<{ logStreams: { logStreamName: string; arn: string }[]; nextToken?: string }>('DescribeLogStreams', {
      logGroupName: group,
      ...input,
    });
  const walk = (input: object) => {
    const pages: string[][] = [];
    let nextToken: string | undefined;
    do {
      const page = describeStreams({ ...input, nextToken });
      pages.push(page.logStreams.map(({ logStreamName }) => logStreamName));
      nextToken = page.nextToken;
    } while (nextToken);
    return pages;
  };

  it('pages by name under a prefix and by last event, newest first on demand', () => {
    write('a/1', 30);
    write('a/2', 10);
    write('b/1', 20);
    expect(walk({ logStreamNamePrefix: 'a/', limit: 1 })).toEqual([['a/1'], ['a/2']]);
    expect(walk({ orderBy: 'LastEventTime', descending: true, limit: 2 })).toEqual([['a/1', 'b/1'], ['a/2']]);
    expect(walk({ descending: true, limit: 3 })).toEqual([['b/1', 'a/2', 'a/1']]);
    expect(describeStreams({}).logStreams[0]).toMatchObject({
      arn: `arn:aws:logs:us-east-1:000000000000:log-group:${group}:log-stream:a/1`,
      firstEventTimestamp: 30,
      lastEventTimestamp: 30,
      lastIngestionTime: 5_000_000,
      creationTime: 5_000_000,
    });
  });

  it('refuses what AWS refuses', () => {
    write('a', 1);
    expect(() => describeStreams({ orderBy: 'LastEventTime', logStreamNamePrefix: 'a' })).toThrow(
      'Cannot order by LastEventTime with a logStreamNamePrefix.',
    );
    expect(() => describeStreams({ limit: 51 })).toThrow(/less than or equal to 50/);
    expect(() => describeStreams({ nextToken: 'bogus' })).toThrow('The specified nextToken is invalid.');
    const { nextToken } = describeStreams({ limit: 1, nextToken: undefined });
    expect(nextToken).toBeUndefined();
    expect(() => describeStreams({ logGroupName: '/none' })).toThrow(
      'The specified log group does not exist.',
    );
  });

  it('lists groups by prefix and by pattern', () => {
    for (const name of ['/aws/sagemaker/Endpoints/e', group])
      logs.append(name, 's', [{ timestamp: 1, message: 'x' }]);
    const list = (input: object) =>
      call<{ logGroups: { logGroupName: string }[]; nextToken?: string }>('DescribeLogGroups', input);
    const names = (input: object) => list(input).logGroups.map(({ logGroupName }) => logGroupName);
    expect(names({})).toEqual(['/aws/sagemaker/Endpoints/e', group]);
    expect(names({ logGroupNamePrefix: '/aws/sagemaker/T' })).toEqual([group]);
    expect(names({ logGroupNamePattern: 'endpoints' })).toEqual(['/aws/sagemaker/Endpoints/e']);
    const first = list({ limit: 1 });
    expect(names({ limit: 1, nextToken: first.nextToken })).toEqual([group]);
    expect(list({ limit: 1, nextToken: first.nextToken }).nextToken).toBeUndefined();
  });
});

describe('FilterLogEvents', () => {
  const walk = (input: object) => {
    const seen: string[] = [];
    let nextToken: string | undefined;
    do {
      const page = filter({ ...input, nextToken });
      seen.push(...messages(page));
      nextToken = page.nextToken;
    } while (nextToken);
    return seen;
  };

  it('interleaves the streams of a prefix by time, whatever the size of a page', () => {
    write('job/a', 1, 4, 4, 9);
    write('job/b', 2, 4, 8);
    write('job-2/c', 3);
    const expected = ['job/a@1', 'job/b@2', 'job/a@4', 'job/a@4', 'job/b@4', 'job/b@8', 'job/a@9'];
    for (const limit of [1, 2, 3, 100]) {
      expect(walk({ logStreamNamePrefix: 'job/', limit })).toEqual(expected);
      expect(walk({ logStreamNamePrefix: 'job/', limit, startFromHead: false })).toEqual(
        expected.toReversed(),
      );
    }
    expect(walk({ logStreamNames: ['job-2/c', 'job/b'] })).toEqual([
      'job/b@2',
      'job-2/c@3',
      'job/b@4',
      'job/b@8',
    ]);
    expect(walk({})).toHaveLength(8);
  });

  it('takes both ends of the time range as inclusive', () => {
    write('a', 1, 2, 3, 4);
    expect(walk({ startTime: 2, endTime: 3 })).toEqual(['a@2', 'a@3']);
  });

  it('gives each event an id of its own', () => {
    write('a', 1, 1);
    write('b', 1, 1);
    expect(new Set(filter({}).events.map(({ eventId }) => eventId)).size).toBe(4);
  });

  it('pages on while a rare term is searched for', async () => {
    const lines = Array.from({ length: 21_000 }, (_, index) => ({
      timestamp: index,
      message: `line ${index}`,
    }));
    lines[20_500] = { timestamp: 20_500, message: 'needle' };
    logs.append(group, 'a', lines);
    expect(await Promise.resolve(filter({ filterPattern: 'needle' }))).toMatchObject({
      events: [],
      nextToken: expect.any(String) as string,
    });
    const found: string[] = [];
    let nextToken: string | undefined;
    do {
      const page = await Promise.resolve(filter({ filterPattern: 'needle', nextToken }));
      found.push(...messages(page));
      nextToken = page.nextToken;
    } while (nextToken);
    expect(found).toEqual(['needle']);
  });

  it('refuses names and prefix together, unknown streams and a broken token', () => {
    write('a', 1);
    expect(() => filter({ logStreamNames: ['a'], logStreamNamePrefix: 'a' })).toThrow(/must not both/);
    expect(() => filter({ logStreamNames: ['a', 'z'] })).toThrow('The specified log stream does not exist.');
    expect(() => filter({ nextToken: 'e30' })).toThrow('The specified nextToken is invalid.');
  });
});
