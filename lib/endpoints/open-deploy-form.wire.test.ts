import { expect, it } from 'vitest';
import { startLiveBackend } from '../../testing/dashboard/live-backend';

it('a backend that does not answer is an error, not a form without a job to choose', async () => {
  const live = await startLiveBackend();
  const { openDeployForm } = await import('./open-deploy-form');
  const { runUseCase } = await import('../use-cases/run-use-case');
  const opened = await runUseCase(openDeployForm, 'local', {}).finally(() => live.end());
  expect(opened.jobs).toEqual([]);
  await expect(runUseCase(openDeployForm, 'local', {})).rejects.toMatchObject({ code: 'unreachable' });
});
