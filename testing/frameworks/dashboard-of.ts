/** For tests of frameworks: the dashboard's own use cases, led to a backend. Import nothing of them before. */
import path from 'node:path';
import { vi } from 'vitest';
import { type EvaluationInput } from '../../lib/training/evaluation';
import { type TestBackend } from '../local/start-backend';

const waitMs = 500;

export const dashboardOf = async ({ port, dataDir }: TestBackend) => {
  vi.stubEnv('SPOTDECK_LOCAL_PORT', String(port));
  vi.stubEnv('SPOTDECK_DATA_DIR', path.join(dataDir, 'dashboard'));
  vi.resetModules();
  const { runUseCase } = await import('../../lib/use-cases/run-use-case');
  const { deployJob } = await import('../../lib/endpoints/deploy-job');
  const { describeEndpoint } = await import('../../lib/endpoints/describe-endpoint');
  const { evaluateEndpoint } = await import('../../lib/endpoints/evaluate-endpoint');
  return {
    /** @returns the endpoint once it serves or has failed. */
    async deploy(jobName: string, endpointName: string) {
      await runUseCase(deployJob, 'local', {
        ...{ jobName, endpointName, instanceType: 'ml.m5.large', instanceCount: 1 },
        deployId: crypto.randomUUID(),
      });
      for (;;) {
        const endpoint = await runUseCase(describeEndpoint, 'local', { name: endpointName });
        if (endpoint.status !== 'Creating') return endpoint;
        await new Promise((resolve) => setTimeout(resolve, waitMs));
      }
    },
    /** The summary, as the list of evaluations has it. */
    evaluate: (name: string, input: EvaluationInput) =>
      runUseCase(evaluateEndpoint, 'local', { ...input, name }),
  };
};
