import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RawReply, rawRequest, sendRaw } from '../../../testing/local/raw-request';
import { startBackend, type TestBackend } from '../../../testing/local/start-backend';

/** Whatever a client sends, it gets an answer of its own making: never a 5xx, a stack, a path, or silence. */

let backend: TestBackend;
beforeAll(async () => {
  backend = await startBackend();
  await sendRaw(backend.port, rawRequest('PUT /fuzz-bucket'));
});
afterAll(() => backend.end());

const json = (target: string, body: string, version = '1.1') =>
  rawRequest('POST /', { 'X-Amz-Target': target, 'Content-Type': `application/x-amz-json-${version}` }, body);
const form = (body: string) =>
  rawRequest('POST /', { 'Content-Type': 'application/x-www-form-urlencoded' }, body);

const now = Date.now();
const samples = [
  json('SageMaker.ListTrainingJobs', '{"MaxResults":5,"SortBy":"Name","NameContains":"x"}'),
  json(
    'SageMaker.Search',
    '{"Resource":"TrainingJob","SearchExpression":{"Filters":[{"Name":"TrainingJobName","Operator":"Contains","Value":"a"}]}}',
  ),
  json('SageMaker.CreateModel', '{"ModelName":"m","ExecutionRoleArn":"arn:aws:iam::000000000000:role/r"}'),
  json('Logs_20140328.CreateLogGroup', '{"logGroupName":"g","tags":{"a":"b"}}'),
  json('Logs_20140328.FilterLogEvents', '{"logGroupName":"g","filterPattern":"\\"a b\\" -c ?d","limit":3}'),
  json(
    'Logs_20140328.PutLogEvents',
    `{"logGroupName":"g","logStreamName":"s","logEvents":[{"timestamp":${now},"message":"m"}]}`,
  ),
  json(
    'GraniteServiceVersion20100801.PutMetricData',
    '{"Namespace":"n","MetricData":[{"MetricName":"m","Value":1.5}]}',
    '1.0',
  ),
  form(
    'Action=PutMetricData&Version=2010-08-01&Namespace=n&MetricData.member.1.MetricName=m&MetricData.member.1.Value=1',
  ),
  form('Action=GetCallerIdentity&Version=2011-06-15'),
  rawRequest('PUT /fuzz-bucket/a%20key', { 'x-amz-meta-a': 'b' }, 'body'),
  rawRequest('GET /fuzz-bucket?list-type=2&prefix=a&delimiter=%2F&max-keys=3'),
  rawRequest('GET /fuzz-bucket/a%20key', { Range: 'bytes=0-1', 'If-None-Match': '"x"' }),
  rawRequest('POST /fuzz-bucket?delete', {}, '<Delete><Object><Key>a</Key></Object></Delete>'),
  rawRequest('POST /fuzz-bucket/k?uploads'),
  rawRequest('POST /endpoints/e/invocations', { 'Content-Type': 'text/csv' }, '1,2'),
  rawRequest('GET /_local/capabilities'),
].map((request) => Buffer.from(request));

/** Bytes that mean something to one of the protocols. */
const telling = fc.constantFrom(
  ...[
    '"',
    '\\',
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '%',
    '%ff',
    '%00',
    '&',
    '=',
    '.',
    '<',
    '>',
    '&#0;',
    '\0',
    '\r',
    '\n',
  ],
  ...[
    '/',
    '?',
    '..',
    '-',
    '9'.repeat(20),
    '1e999',
    'null',
    'true',
    '__proto__',
    'constructor',
    '\u{1f600}',
    '\ud800',
  ],
);
const change = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  removed: fc.nat(12),
  added: fc.oneof(
    telling.map((text) => Buffer.from(text)),
    fc.uint8Array({ maxLength: 6 }).map((b) => Buffer.from(b)),
  ),
});

const changed = (
  request: Buffer,
  changes: readonly { at: number; removed: number; added: Buffer }[],
): Buffer =>
  changes.reduce((bytes, { at, removed, added }) => {
    const place = Math.floor(at * bytes.length);
    return Buffer.concat([bytes.subarray(0, place), added, bytes.subarray(place + removed)]);
  }, request);

/** Ends its side when all is sent: a request that is cut short is over, and an answer or the end must come. */
const answerTo = (bytes: Buffer): Promise<RawReply> => sendRaw(backend.port, bytes, { endAfter: true });

const expectGoodManners = ({ status, body }: RawReply) => {
  // A connection that is closed without an answer has no status: what was sent was no HTTP.
  if (!Number.isNaN(status)) {
    expect(status).toBeLessThan(500 + Number(status === 501) * 2);
    expect(status).toBeGreaterThanOrEqual(200);
  }
  expect(body).not.toContain(backend.dataDir);
  expect(body).not.toMatch(/\bat [\w.<>]+ \(|node:internal|\/lib\/local\/|node_modules/);
};

describe('the wire protocols under fuzz', () => {
  it('answer valid requests that were changed in some places', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...samples),
        fc.array(change, { minLength: 1, maxLength: 4 }),
        async (request, changes) => expectGoodManners(await answerTo(changed(request, changes))),
      ),
      { numRuns: 400 },
    );
  });

  it('answer bodies that are JSON, and anything but what is asked for', { timeout: 120_000 }, async () => {
    const targets = fc.constantFrom(
      ...[
        'SageMaker.CreateTrainingJob',
        'SageMaker.Search',
        'SageMaker.AddTags',
        'SageMaker.ListTrainingJobs',
      ],
      ...['Logs_20140328.PutLogEvents', 'Logs_20140328.DescribeLogStreams', 'Logs_20140328.GetLogEvents'],
      ...['GraniteServiceVersion20100801.GetMetricData', 'AWSPriceListService.GetProducts'],
    );
    const names = [
      'TrainingJobName',
      'Tags',
      'SearchExpression',
      'Filters',
      'logGroupName',
      'logEvents',
      'nextToken',
    ];
    const value = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom(null, true, 0, -1, 1e308, '', 'a', 'x'.repeat(3000), '2026-01-01', now),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(fc.oneof(fc.constantFrom(...names), fc.string({ maxLength: 5 })), tie('value'), {
          maxKeys: 4,
        }),
      ),
    })).value;
    await fc.assert(
      fc.asyncProperty(targets, value, async (target, body) =>
        expectGoodManners(await answerTo(Buffer.from(json(target, JSON.stringify(body))))),
      ),
      { numRuns: 250 },
    );
  });

  it('answer bytes that are no HTTP at all, and go on answering others', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 200 }), async (bytes) =>
        expectGoodManners(await answerTo(Buffer.from(bytes))),
      ),
      { numRuns: 60 },
    );
    expect((await sendRaw(backend.port, rawRequest('GET /_local/capabilities'))).status).toBe(200);
  });
});
