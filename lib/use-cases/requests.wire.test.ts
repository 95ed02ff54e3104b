/** Whatever the use cases are given, what they ask of AWS is what AWS's own service models take. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { launchScript, resumingScript, startLimitedBackend } from '../../testing/dashboard/live-backend';
import { sampleInputs } from '../../testing/dashboard/use-case-inputs';
import { randomFrom } from '../../testing/random';
import { noFilters } from '../training/job-filters';

let live: Awaited<ReturnType<typeof startLimitedBackend>>;
let cases: Awaited<ReturnType<typeof load>>;

const load = async () => ({
  ...(await import('../jobs/follow-jobs')),
  ...(await import('./registry')),
  ...(await import('./run-use-case')),
});

beforeAll(async () => {
  live = await startLimitedBackend();
  cases = await load();
  const { describeTrainingJob } = await import('../aws/training-jobs');
  await launchScript(live.backend, 'mnist-1', resumingScript.replace('300', '50'));
  await vi.waitFor(
    async () => expect((await describeTrainingJob(live.backend, 'mnist-1')).status).toBe('Completed'),
    { timeout: 50_000 },
  );
});
afterAll(() => live.end());

/** Environments are built by pip, data are downloaded, and a story plays the others for minutes. */
const left = /^(build|remove|prepare)-|^(begin|resume)-story$/;
const draws = 6;

const draw = randomFrom(20_261_127);
const pick = <Value>(values: readonly Value[]): Value => values[Math.floor(draw() * values.length)] as Value;
const texts = [
  ...[
    '',
    'a',
    'A-b',
    '-a',
    'a-',
    'a'.repeat(63),
    'a'.repeat(64),
    'x'.repeat(300),
    'with space',
    'ä',
    '😀',
    '../..',
  ],
  ...[
    's3://bucket-1/a b/ü',
    's3://UPPER/x',
    's3://b',
    's3://a..b/x',
    's3://bucket-1',
    `s3://bucket-1/${'k'.repeat(1100)}`,
  ],
  ...[
    'ml.m5.large',
    'ml.x',
    'm5.large',
    "a'b",
    'a"b',
    'a\nb',
    'arn:aws:iam::111122223333:role/x',
    'tag:*',
    '[.*]',
  ],
];

/** The input with some of its leaves replaced; what the schema refuses is never asked. */
const varied = (value: unknown): unknown => {
  if (typeof value === 'string') return draw() < 0.15 ? pick(texts) : value;
  if (typeof value === 'number') return draw() < 0.15 ? pick([0, 1, 2, 7, 100, 1e9, -1, 0.5]) : value;
  if (typeof value === 'boolean') return draw() < 0.3 ? !value : value;
  if (value instanceof Uint8Array || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return draw() < 0.1 ? [] : value.map(varied);
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, varied(member)]));
};

const settle = async (answer: unknown): Promise<void> => {
  const body = answer instanceof ReadableStream ? answer : (answer as { body?: unknown } | undefined)?.body;
  if (body instanceof ReadableStream) await body.cancel();
};

it('in every use case, over inputs drawn at random', async () => {
  // What ends things comes last.
  const isEnding = ({ name }: { name: string }) => /^(delete|stop)-/.test(name);
  const ordered = [...cases.useCases].sort((one, other) => Number(isEnding(one)) - Number(isEnding(other)));
  let answered = 0;
  for (const useCase of ordered) {
    if (left.test(useCase.name)) continue;
    for (let time = 0; time < draws; time += 1) {
      const sample = sampleInputs[useCase.name] ?? {};
      const input = time === 0 ? sample : varied(sample);
      await cases
        .runRequested(useCase, 'local', input, { audit: () => {} })
        .then(settle)
        .then(
          () => (answered += 1),
          () => {},
        );
      expect(live.account.invalid, `${useCase.name} ${JSON.stringify(input)}`).toEqual([]);
    }
  }
  expect(answered).toBeGreaterThan(60);
  // A list of what runs reads its logs together.
  await launchScript(live.backend, 'running', `setInterval(() => console.log('Epoch 1/9'), 200);`);
  const followed = await cases.runRequested(cases.followJobs, 'local', {
    ...{ filters: noFilters, sort: { by: 'created', descending: true }, page: 1, pageSize: 25 },
  });
  await vi.waitFor(() => expect(asked()).toContain('FilterLogEvents'), { timeout: 60_000 });
  await followed.cancel();
  expect(live.account.invalid).toEqual([]);
  expect(
    operationsOfCode().filter((operation) => !asked().has(operation) && !unasked.has(operation)),
  ).toEqual([]);
}, 240_000);

const asked = () => new Set(live.account.calls.map(({ operation }) => operation));

/** An endpoint is asked in evaluate-endpoint.wire.test.ts, an upload finished in upload-data.wire.test.ts, AWS's own accounts in credentials.wire.test.ts, a queue in announcements.wire.test.ts: each by an account that refuses to end where its requests are none. Of S3 the account tells fewer operations apart; of streams of any length `Upload` sends parts. */
const unasked = new Set([
  'DeleteMessageBatch',
  'GetQueueAttributes',
  'ReceiveMessage',
  'ListAccountAliases',
  'SimulatePrincipalPolicy',
  'InvokeEndpoint',
  'CompleteMultipartUpload',
  'CreateBucket',
  'DeleteObject',
  'GetObject',
  'HeadBucket',
  'HeadObject',
  'PutObject',
]);

const operationsOfCode = (): string[] => {
  const folder = fileURLToPath(new URL('../aws', import.meta.url));
  const sources = readdirSync(folder).filter((name) => name.endsWith('.ts') && !name.includes('.test.'));
  const named = sources.flatMap((name) => [
    ...readFileSync(path.join(folder, name), 'utf8').matchAll(/new (\w+)Command\(/g),
  ]);
  return [...new Set(named.map(([, operation]) => operation ?? ''))].sort();
};
