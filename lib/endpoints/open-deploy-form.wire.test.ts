import { expect, it } from 'vitest';
import { startLiveBackend } from '../../testing/dashboard/live-backend';

it('a backend that does not answer is told of in the form, which is not one without a job to choose', async () => {
  const live = await startLiveBackend();
  const { openDeployForm } = await import('./open-deploy-form');
  const { runUseCase } = await import('../use-cases/run-use-case');
  const opened = await runUseCase(openDeployForm, 'local', {}).finally(() => live.end());
  expect(opened).toMatchObject({ jobs: [], unread: [] });
  expect(await runUseCase(openDeployForm, 'local', {})).toMatchObject({
    jobs: [],
    unread: [{ what: 'the completed jobs', error: { code: 'unreachable' } }],
  });
});
