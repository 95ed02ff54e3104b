import type { FullInput } from './full-inputs';

/** As in `full-inputs.ts`, for CloudWatch Logs. */
const group = { logGroupName: 'full' };
const groupIdentifier = { logGroupIdentifier: 'full' };
const stream = { ...group, logStreamName: 's' };
const resource = { resourceArn: 'arn:aws:logs:us-east-1:000000000000:log-group:full' };
const tags = { team: 'vision' };
const tokenOf = (content: object) => Buffer.from(JSON.stringify(content)).toString('base64url');
const place = `f/${'0'.repeat(16)}${'0'.repeat(40)}`;

/** @param now milliseconds since the epoch. */
export const logInputs = (now: number): readonly FullInput[] => {
  const range = { startTime: now - 600_000, endTime: now + 600_000, unmask: false, limit: 5 };
  return [
    {
      operation: 'CreateLogGroup',
      input: { ...group, tags, logGroupClass: 'STANDARD', deletionProtectionEnabled: false },
    },
    { operation: 'CreateLogStream', input: stream },
    {
      operation: 'PutLogEvents',
      input: {
        ...stream,
        logEvents: [{ timestamp: now, message: 'a line' }],
        sequenceToken: '1',
        entity: { keyAttributes: { Type: 'Service' }, attributes: { A: 'b' } },
      },
    },
    {
      operation: 'DescribeLogGroups',
      input: {
        logGroupNamePrefix: 'f',
        logGroupClass: 'STANDARD',
        includeLinkedAccounts: false,
        limit: 5,
        nextToken: tokenOf({ name: 'a' }),
      },
    },
    { operation: 'DescribeLogGroups', input: { logGroupNamePattern: 'ul' } },
    { operation: 'DescribeLogGroups', input: { logGroupIdentifiers: ['full'] } },
    {
      operation: 'DescribeLogStreams',
      input: {
        ...group,
        logStreamNamePrefix: 's',
        orderBy: 'LogStreamName',
        descending: false,
        limit: 5,
        nextToken: tokenOf({ name: 'a', order: 'LogStreamName false' }),
      },
    },
    { operation: 'DescribeLogStreams', input: groupIdentifier },
    {
      operation: 'GetLogEvents',
      input: { ...stream, ...range, nextToken: place },
    },
    { operation: 'GetLogEvents', input: { ...groupIdentifier, logStreamName: 's', startFromHead: true } },
    {
      operation: 'FilterLogEvents',
      input: {
        ...group,
        ...range,
        logStreamNames: ['s'],
        filterPattern: 'line',
        nextToken: tokenOf({ timestamp: 0, stream: 's', sequence: 0, descending: false }),
        interleaved: true,
      },
    },
    {
      operation: 'FilterLogEvents',
      input: { ...groupIdentifier, logStreamNamePrefix: 's', startFromHead: false },
    },
    { operation: 'TagResource', input: { ...resource, tags } },
    { operation: 'TagLogGroup', input: { ...group, tags } },
    { operation: 'ListTagsForResource', input: resource },
    { operation: 'ListTagsLogGroup', input: group },
    { operation: 'UntagResource', input: { ...resource, tagKeys: ['team'] } },
    { operation: 'UntagLogGroup', input: { ...group, tags: ['team'] } },
    { operation: 'PutRetentionPolicy', input: { ...group, retentionInDays: 7 } },
    { operation: 'DeleteRetentionPolicy', input: group },
    {
      operation: 'PutLogGroupDeletionProtection',
      input: { ...groupIdentifier, deletionProtectionEnabled: false },
    },
    { operation: 'DeleteLogStream', input: stream },
    { operation: 'DeleteLogGroup', input: group },
  ];
};
