/** A queue that falls silent, or tells of more than can be asked for, by the real client of SQS. */
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { stateChange } from '../../testing/aws/account/own-queue';
import { type LimitedAccount, startLimitedAccount } from '../../testing/aws/account/limited-account';
import { getBackend } from '../aws/backends';
import { openEventQueue } from '../aws/event-queue';
import { systemClock } from '../process/clock';
import { type Announcements, createAnnouncements } from './announcements';

let account: LimitedAccount;
const made: Announcements[] = [];
const hinted: string[] = [];
let asked: (() => void)[] = [];
let many = 0;
let isHeld = false;

beforeAll(async () => {
  account = await startLimitedAccount('http://127.0.0.1:9');
  // What a consumer was sent that has gone comes again soon.
  account.queue.visibilityMs = 500;
});
beforeEach(() => {
  hinted.length = 0;
  asked = [];
  many = 0;
  isHeld = false;
});
afterAll(async () => {
  isHeld = false;
  asked.forEach((answer) => answer());
  await account.end();
  await Promise.all(made.map((one) => one.stop()));
});

const follow = (slug = 'local', url = `${account.url}${account.queue.path}`) => {
  const backend = { ...getBackend(slug), ...(slug === 'local' && { endpoint: account.url }) };
  const announcements = createAnnouncements({
    queue: openEventQueue(backend, url, { waitSeconds: 1 }),
    account: '000000000000',
    region: backend.region,
    clock: systemClock,
    onHint: async (jobName) => {
      hinted.push(jobName);
      if (isHeld) await new Promise<void>((resolve) => asked.push(resolve));
    },
    onMany: () => void (many += 1),
    late: 200,
  });
  made.push(announcements);
  announcements.touch();
  return announcements;
};
const stateOf = (announcements: Announcements, state: string) =>
  vi.waitFor(() => expect(announcements.view().state).toBe(state), { timeout: 20_000 });

it('is silent where a change is found that it did not tell of, and trusted again once it tells', async () => {
  const announcements = follow();
  account.queue.send(stateChange('a'));
  await stateOf(announcements, 'trusted');
  announcements.found('a');
  announcements.found('b');
  await stateOf(announcements, 'silent');
  expect(announcements.isTrusted()).toBe(false);
  expect(announcements.view().silent?.jobName).toBe('b');
  account.queue.send(stateChange('b'));
  await stateOf(announcements, 'trusted');
  expect(hinted).toEqual(['a', 'b']);
  await announcements.stop();
});

it('asks once for a job that is told of often, and for all at once where too many are', async () => {
  const announcements = follow();
  isHeld = true;
  account.queue.send(stateChange('first'));
  await vi.waitFor(() => expect(hinted).toEqual(['first']));
  account.queue.send(...Array.from({ length: 30 }, () => stateChange('often')));
  account.queue.send(...Array.from({ length: 120 }, (_, index) => stateChange(`job-${index}`)));
  await vi.waitFor(() => expect(many).toBe(21), { timeout: 20_000 });
  isHeld = false;
  asked.forEach((answer) => answer());
  await vi.waitFor(() => expect(hinted).toHaveLength(101));
  expect(hinted.filter((name) => name === 'often')).toHaveLength(1);
  await announcements.stop();
});

it('a throttled queue is tried again', async () => {
  account.limits.rates.set('sqs:ReceiveMessage', 0);
  const announcements = follow();
  await stateOf(announcements, 'failed');
  expect(announcements.view().problem?.code).toBe('throttled');
  account.limits.rates.clear();
  await stateOf(announcements, 'untold');
  await announcements.stop();
}, 60_000);

it('a queue of another Region, or of nobody’s, is never asked', async () => {
  for (const url of [
    'https://sqs.eu-west-1.amazonaws.com/123456789012/jobs',
    'https://sqs.us-east-1.example.com/123456789012/jobs',
    'https://sqs.us-east-1.amazonaws.com.example.com/123456789012/jobs',
  ]) {
    const announcements = follow('us-east-1', url);
    await stateOf(announcements, 'failed');
    expect(announcements.view().problem).toMatchObject({
      code: 'invalid-input',
      message: expect.stringContaining('https://sqs.us-east-1.amazonaws.com/'),
    });
    await announcements.stop();
  }
});
