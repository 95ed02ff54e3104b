import { beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from '../../store/database';
import { createLogStore } from '../../store/sqlite-log-store';
import { createLogsService } from './logs-service';
import { requestContext as context } from '../../../../testing/local/request-context';

const hour = 3_600_000;
const day = 24 * hour;
const now = Date.UTC(2026, 10, 24);
const clock = { now: () => now, after: () => () => {} };
let operations: ReturnType<typeof createLogsService>['operations'];
let removals = 0;

beforeEach(() => {
  removals = 0;
  const logs = createLogStore(openDatabase(':memory:'), clock);
  operations = createLogsService({ logs, clock, afterRemoval: () => (removals += 1) }).operations;
  call('CreateLogGroup', { logGroupName: 'g' });
  call('CreateLogStream', { logGroupName: 'g', logStreamName: 's' });
});

const call = <Output = Record<string, unknown>>(operation: string, input: object): Output =>
  operations[operation]!(input, context) as Output;
const refusal = (operation: string, input: object): { code: string; message: string } => {
  try {
    call(operation, input);
  } catch (error) {
    return error as { code: string; message: string };
  }
  throw new Error(`${operation} was accepted`);
};
const put = (...events: [number, string][]) =>
  call('PutLogEvents', {
    logGroupName: 'g',
    logStreamName: 's',
    logEvents: events.map(([at, message]) => ({ timestamp: now + at, message })),
  });
const messages = () =>
  call<{ events: { message: string }[] }>('GetLogEvents', {
    logGroupName: 'g',
    logStreamName: 's',
    startFromHead: true,
  }).events.map(({ message }) => message);

describe('PutLogEvents', () => {
  it('keeps the times of its events, and a later batch may be of an earlier time', () => {
    put([-50, 'c'], [0, 'd']);
    put([-90, 'a'], [-60, 'b']);
    expect(messages()).toEqual(['a', 'b', 'c', 'd']);
    expect(call('DescribeLogStreams', { logGroupName: 'g' })).toMatchObject({
      logStreams: [{ firstEventTimestamp: now - 90, lastEventTimestamp: now, lastIngestionTime: now }],
    });
  });

  it('takes what is of a fit age and reports the rest', () => {
    const reply = put(
      [-15 * day, 'old'],
      [-14 * day - 1, 'old too'],
      [-hour, 'a'],
      [hour, 'b'],
      [3 * hour, 'new'],
    );
    expect(reply).toMatchObject({
      rejectedLogEventsInfo: { tooOldLogEventEndIndex: 2, tooNewLogEventStartIndex: 4 },
    });
    expect(messages()).toEqual(['a', 'b']);
    call('PutRetentionPolicy', { logGroupName: 'g', retentionInDays: 1 });
    expect(put([-2 * day, 'expired'], [0, 'c'])).toMatchObject({
      rejectedLogEventsInfo: { expiredLogEventEndIndex: 1 },
    });
    expect(put([0, 'd'])).not.toHaveProperty('rejectedLogEventsInfo');
    expect(messages()).toEqual(['a', 'c', 'd', 'b']);
  });

  it('ignores a sequence token, as AWS does', () => {
    const { nextSequenceToken } = put([0, 'a']);
    expect(nextSequenceToken).toHaveLength(56);
    const batch = { logGroupName: 'g', logStreamName: 's', logEvents: [{ timestamp: now, message: 'b' }] };
    call('PutLogEvents', { ...batch, sequenceToken: 'of another time' });
    expect(messages()).toEqual(['a', 'b']);
  });

  it('takes an event of 1 MB with its overhead, and no larger batch', () => {
    put([0, 'x'.repeat(1_048_550)]);
    expect(messages()[0]).toHaveLength(1_048_550);
    expect(refusal('PutLogEvents', batchOf('é'.repeat(524_276))).message).toMatch(/^Upload too large/);
    const parts = Array.from({ length: 10_001 }, () => ({ timestamp: now, message: 'x' }));
    expect(refusal('PutLogEvents', { logGroupName: 'g', logStreamName: 's', logEvents: parts }).code).toBe(
      'InvalidParameterException',
    );
  });

  const batchOf = (message: string) => ({
    logGroupName: 'g',
    logStreamName: 's',
    logEvents: [{ timestamp: now, message }],
  });

  it('refuses a batch out of order or of more than 24 hours, and one for nobody', () => {
    expect(() => put([0, 'b'], [-1, 'a'])).toThrow('must be in chronological order.');
    expect(() => put([-25 * hour, 'a'], [0, 'b'])).toThrow('cannot span more than 24 hours');
    expect(refusal('PutLogEvents', { ...batchOf('x'), logStreamName: 'none' }).code).toBe(
      'ResourceNotFoundException',
    );
    expect(refusal('PutLogEvents', { ...batchOf('x'), entity: { id: 'x' } }).message).toContain('entity.id');
    const [event] = batchOf('x').logEvents;
    const marked = { ...batchOf('x'), logEvents: [{ ...event, ingestionTime: now }] };
    expect(refusal('PutLogEvents', marked).message).toContain('logEvents[0].ingestionTime');
    expect(messages()).toEqual([]);
  });
});

describe('log groups', () => {
  const groups = () => call<{ logGroups: Record<string, unknown>[] }>('DescribeLogGroups', {}).logGroups;

  it('are made once, described, protected and deleted', () => {
    expect(refusal('CreateLogGroup', { logGroupName: 'g' }).code).toBe('ResourceAlreadyExistsException');
    expect(refusal('CreateLogGroup', { logGroupName: 'k', kmsKeyId: 'arn:aws:kms:x' }).message).toContain(
      'kmsKeyId',
    );
    call('CreateLogGroup', {
      logGroupName: 'p',
      deletionProtectionEnabled: true,
      logGroupClass: 'INFREQUENT_ACCESS',
    });
    expect(groups()).toMatchObject([
      { logGroupName: 'g', deletionProtectionEnabled: false, logGroupClass: 'STANDARD', storedBytes: 0 },
      { logGroupName: 'p', deletionProtectionEnabled: true, logGroupClass: 'INFREQUENT_ACCESS' },
    ]);
    expect(refusal('DeleteLogGroup', { logGroupName: 'p' }).message).toContain('protection');
    call('PutLogGroupDeletionProtection', { logGroupIdentifier: 'p', deletionProtectionEnabled: false });
    call('DeleteLogGroup', { logGroupName: 'p' });
    expect(removals).toBe(1);
    expect(refusal('DeleteLogGroup', { logGroupName: 'p' }).code).toBe('ResourceNotFoundException');
    const byName = (input: object) =>
      call<{ logGroups: unknown[] }>('DescribeLogGroups', input).logGroups.length;
    expect(byName({ logGroupClass: 'INFREQUENT_ACCESS' })).toBe(0);
    expect(byName({ logGroupIdentifiers: ['arn:aws:logs:us-east-1:000000000000:log-group:g', 'none'] })).toBe(
      1,
    );
  });

  it('keep events as long as their policy says', () => {
    expect(refusal('PutRetentionPolicy', { logGroupName: 'g', retentionInDays: 2 }).message).toContain(
      '1, 3, 5',
    );
    call('PutRetentionPolicy', { logGroupName: 'g', retentionInDays: 7 });
    expect(groups()).toMatchObject([{ retentionInDays: 7 }]);
    call('DeleteRetentionPolicy', { logGroupName: 'g' });
    expect(groups()[0]?.['retentionInDays']).toBeUndefined();
  });

  it('have tags, by name and by ARN', () => {
    const resourceArn = 'arn:aws:logs:us-east-1:000000000000:log-group:g';
    call('TagLogGroup', { logGroupName: 'g', tags: { a: '1' } });
    call('TagResource', { resourceArn, tags: { a: '2', b: '3' } });
    expect(call('ListTagsForResource', { resourceArn })).toEqual({
      tags: { a: '2', b: '3' },
    });
    call('UntagResource', { resourceArn, tagKeys: ['a'] });
    call('UntagLogGroup', { logGroupName: 'g', tags: ['c'] });
    expect(call('ListTagsLogGroup', { logGroupName: 'g' })).toEqual({ tags: { b: '3' } });
    const many = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`k${index}`, 'v']));
    expect(refusal('TagResource', { resourceArn, tags: many }).code).toBe('TooManyTagsException');
    expect(refusal('TagResource', { resourceArn: 'arn:aws:logs:x:0:destination:d', tags: {} }).code).toBe(
      'InvalidParameterException',
    );
  });
});

describe('log streams', () => {
  it('are made once, listed while empty and deleted', () => {
    expect(refusal('CreateLogStream', { logGroupName: 'g', logStreamName: 's' }).code).toBe(
      'ResourceAlreadyExistsException',
    );
    expect(refusal('CreateLogStream', { logGroupName: 'none', logStreamName: 's' }).code).toBe(
      'ResourceNotFoundException',
    );
    const { logStreams } = call<{ logStreams: object[] }>('DescribeLogStreams', { logGroupName: 'g' });
    expect(logStreams[0]).not.toHaveProperty('firstEventTimestamp', expect.anything());
    expect(call('GetLogEvents', { logGroupName: 'g', logStreamName: 's' })).toMatchObject({ events: [] });
    put([0, 'a']);
    call('DeleteLogStream', { logGroupName: 'g', logStreamName: 's' });
    expect(removals).toBe(1);
    expect(call('DescribeLogStreams', { logGroupName: 'g' })).toMatchObject({ logStreams: [] });
    expect(refusal('DeleteLogStream', { logGroupName: 'g', logStreamName: 's' }).code).toBe(
      'ResourceNotFoundException',
    );
  });
});

describe('FilterLogEvents', () => {
  it('loses nothing where streams have events of very different sizes and of one time', () => {
    const sizes = [30, 200_000, 40, 150_000, 100_000, 10];
    for (const stream of ['a', 'b', 'c']) {
      call('CreateLogStream', { logGroupName: 'g', logStreamName: stream });
      for (const [index, size] of sizes.entries()) {
        call('PutLogEvents', {
          logGroupName: 'g',
          logStreamName: stream,
          logEvents: [
            { timestamp: now + Math.floor(index / 2), message: `${stream}${index} `.padEnd(size, 'x') },
          ],
        });
      }
    }
    for (const startFromHead of [true, false]) {
      const seen: string[] = [];
      let nextToken: string | undefined;
      do {
        const page = call<{ events: { message: string }[]; nextToken?: string }>('FilterLogEvents', {
          logGroupName: 'g',
          startFromHead,
          nextToken,
        });
        seen.push(...page.events.map(({ message }) => message.slice(0, 2)));
        nextToken = page.nextToken;
      } while (nextToken !== undefined);
      const expected = ['a0 a1 b0 b1 c0 c1', 'a2 a3 b2 b3 c2 c3', 'a4 a5 b4 b5 c4 c5'].join(' ').split(' ');
      expect(seen).toEqual(startFromHead ? expected : expected.toReversed());
    }
  });
});
