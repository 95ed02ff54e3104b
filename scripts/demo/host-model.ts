/** Deploys the model of a completed job and evaluates it on the example's test digits. */
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { deployJob } from '../../lib/endpoints/deploy-job';
import { describeEndpoint } from '../../lib/endpoints/describe-endpoint';
import { evaluateEndpoint } from '../../lib/endpoints/evaluate-endpoint';
import { evaluationDefaults } from '../../lib/endpoints/evaluation-defaults';
import { describeEndpointStatus } from '../../lib/training/hosting';
import { evaluationSentence, type EvaluationSummary } from '../../lib/training/evaluation';
import { runUseCase } from '../../lib/use-cases/run-use-case';

const backend = 'local';
const pollMs = 300;

/** @throws Error, where the endpoint does not come into service | {SpotdeckError} */
export const hostModel = async (
  jobName: string,
  endpointName: string,
  say: (line: string) => void,
): Promise<EvaluationSummary> => {
  await runUseCase(deployJob, backend, {
    jobName,
    endpointName,
    instanceType: 'ml.m5.large',
    instanceCount: 1,
    deployId: randomUUID(),
  });
  say('Creating');
  const { status, failureReason } = await settled(endpointName);
  if (status !== 'InService') throw new Error(`endpoint ${endpointName} is ${status}: ${failureReason}`);
  say('In service');
  const input = await runUseCase(evaluationDefaults, backend, { name: jobName });
  if (!input) throw new Error(`no example has a test set for ${jobName}`);
  const evaluation = await runUseCase(evaluateEndpoint, backend, { ...input, name: endpointName });
  say(`Evaluated: ${evaluationSentence(evaluation)}`);
  return evaluation;
};

const settled = async (endpointName: string) => {
  for (;;) {
    const endpoint = await runUseCase(describeEndpoint, backend, { name: endpointName });
    if (!describeEndpointStatus(endpoint.status).passing) return endpoint;
    await delay(pollMs);
  }
};
