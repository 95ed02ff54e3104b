/**
 * The story by the method of AWS's example set: no call takes an instance away there, so that a second run with twice the
 * epochs goes on from the first one's checkpoints. A backend of its own stands at AWS's address; another one verifies.
 */
import path from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { startFrameworkBackend } from '../../testing/frameworks/framework-jobs';
import { hasEnded } from '../../testing/local/job-client';
import { type Story } from '../training/story';

let atAws: Awaited<ReturnType<typeof startFrameworkBackend>>;
let own: Awaited<ReturnType<typeof startFrameworkBackend>>;
let cases: Awaited<ReturnType<typeof load>>;

const load = async () => ({
  ...(await import('../use-cases/run-use-case')),
  ...(await import('./tell-story')),
  ...(await import('../jobs/read-job')),
  ...(await import('../endpoints/list-endpoints')),
});

beforeAll(async () => {
  [atAws, own] = await Promise.all([startFrameworkBackend(), startFrameworkBackend()]);
  const nowhere = path.join(own.backend.dataDir, 'no-such-file');
  for (const [name, value] of Object.entries({
    AWS_ENDPOINT_URL: atAws.backend.url,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_CONFIG_FILE: nowhere,
    AWS_SHARED_CREDENTIALS_FILE: nowhere,
    SPOTDECK_LOCAL_PORT: String(own.backend.port),
    SPOTDECK_DATA_DIR: path.join(own.backend.dataDir, 'dashboard'),
  }))
    vi.stubEnv(name, value);
  vi.resetModules();
  cases = await load();
  // The account has trained before: its role is the one that is proposed.
  await atAws.client.launch('before', 'process.exit(0)');
  await atAws.client.waitFor('before', hasEnded, 60_000);
});
afterAll(() => Promise.all([atAws.end(), own.end()]));

it('trains, goes on from the checkpoints in a second run, deploys, evaluates and cleans up', async () => {
  const { runUseCase } = cases;
  const { id } = await runUseCase(cases.beginStory, 'us-east-1', {
    example: 'xgboost-abalone',
    size: 'smoke',
  });
  const story = await vi.waitFor(
    async (): Promise<Story> => {
      const now = await runUseCase(cases.readStory, 'us-east-1', { id });
      expect(now.state).not.toBe('playing');
      return now;
    },
    { timeout: 540_000, interval: 500 },
  );
  const told = Object.values(story.steps).map(({ state, says }) => `${state}: ${says}`);
  expect(story.state, told.join('\n')).toBe('completed');
  expect(told.join('\n')).toContain('A second run on the same checkpoints: training was taken up again at');

  const [first, second] = await Promise.all(
    ['spot', 'second-run'].map((part) => runUseCase(cases.readJob, 'us-east-1', { name: `${id}-${part}` })),
  );
  expect(second?.job.checkpoint?.s3Uri).toBe(first?.job.checkpoint?.s3Uri);
  const beginningOf = (page: typeof first) => page?.reading.attempts[0]?.series[0]?.from;
  expect([beginningOf(first), beginningOf(second)]).toEqual([0, first?.reading.attempts[0]?.reached]);
  expect(await runUseCase(cases.listEndpoints, 'us-east-1', {})).toMatchObject({ endpoints: [] });
});
