import 'server-only';
import { setTimeout as delay } from 'node:timers/promises';
import { type Backend } from '../aws/backends';
import {
  createEndpoint,
  createEndpointConfig,
  createModel,
  deleteEndpointConfig,
  deleteModel,
  describeEndpoint,
  hostingType,
} from '../aws/endpoints';
import { inProcess } from '../process/process-memory';
import { describeTrainingJob } from '../aws/training-jobs';
import { doubledDelay } from '../errors/backoff';
import { isSpotdeckError, SpotdeckError } from '../errors/spotdeck-error';
import { type DeployInput, deployInputSchema, deploymentName } from '../training/hosting';
import { inferenceImage } from '../training/inference-image';
import { parseJobName } from '../training/job-name';
import { defineUseCase } from '../use-cases/define-use-case';
import { findDeployable } from './deployable-job';
import { servingCode } from './serving-code';

/**
 * Creates model, endpoint configuration and endpoint from a completed job; the endpoint is Creating on return.
 * Asking twice with one deploy id creates one endpoint; where a step fails, what was made before it is removed.
 * @returns the endpoint's name
 * @throws {SpotdeckError} invalid-input, conflict (the job has no model), name-taken, quota … | ZodError
 */
export const deployJob = defineUseCase({
  name: 'deploy-job',
  input: deployInputSchema,
  access: 'operate',
  changes: true,
  subject: ({ jobName, endpointName, instanceType, instanceCount }) => ({
    job: jobName,
    endpoint: endpointName,
    instanceType,
    instanceCount,
  }),
  run: ({ backend }, input): Promise<{ name: string }> => {
    const underWay = inProcess('deployments', () => new Map<string, Promise<{ name: string }>>());
    const running = underWay.get(input.deployId);
    if (running) return running;
    const deployment = deploy(backend, input).finally(() => underWay.delete(input.deployId));
    underWay.set(input.deployId, deployment);
    return deployment;
  },
});

const deploy = async (backend: Backend, input: DeployInput): Promise<{ name: string }> => {
  const { endpointName: name } = input;
  const piece = deploymentName(name, input.deployId);
  const existing = await findConfig(backend, name);
  if (existing === piece) return { name };
  if (existing !== undefined) throw taken(name);
  const job = await readDeployable(backend, input.jobName, input.instanceType);
  const undo: (() => Promise<void>)[] = [];
  try {
    const created = await unlessThere(() =>
      createModel(backend, {
        ModelName: piece,
        ExecutionRoleArn: job.roleArn,
        PrimaryContainer: {
          Image: job.image,
          ModelDataUrl: job.artifact,
          ...(job.environment && { Environment: job.environment }),
        },
        ...(job.networkIsolation && { EnableNetworkIsolation: true }),
        ...(job.vpc && {
          VpcConfig: { SecurityGroupIds: job.vpc.securityGroupIds, Subnets: job.vpc.subnets },
        }),
      }),
    );
    if (created) undo.unshift(() => deleteModel(backend, piece));
    const configured = await unlessThere(() =>
      createEndpointConfig(backend, {
        EndpointConfigName: piece,
        ProductionVariants: [
          {
            VariantName: 'AllTraffic',
            ModelName: piece,
            InstanceType: hostingType(input.instanceType),
            InitialInstanceCount: input.instanceCount,
            InitialVariantWeight: 1,
          },
        ],
      }),
    );
    if (configured) undo.unshift(() => deleteEndpointConfig(backend, piece));
    await createFrom(backend, name, piece);
    return { name };
  } catch (error) {
    // The other of two simultaneous tries, in another process, or a first whose answer was lost, has made it.
    if (isCode(error, 'name-taken') && (await findConfig(backend, name)) === piece) return { name };
    for (const remove of undo) await remove().catch(report(`undoing the deployment of ${name}`));
    if (isCode(error, 'name-taken')) throw taken(name);
    throw error;
  }
};

const findConfig = async (backend: Backend, name: string): Promise<string | undefined> => {
  try {
    return (await describeEndpoint(backend, name)).configName;
  } catch (error) {
    if (isCode(error, 'not-found')) return undefined;
    throw error;
  }
};

/** @throws {SpotdeckError} conflict, where the job has no model (yet) */
const readDeployable = async (backend: Backend, jobName: string, instanceType: string) => {
  const job = await describeTrainingJob(backend, parseJobName(jobName));
  const { trainingImage, roleArn, vpc, networkIsolation } = job;
  const refuse = (reason: string) => new SpotdeckError('conflict', reason, 'jobName');
  const found = await findDeployable(backend, job);
  if ('obstacle' in found) throw refuse(found.obstacle);
  if (trainingImage === undefined || roleArn === undefined) {
    throw refuse(
      `${jobName} names no ${trainingImage === undefined ? 'image' : 'role'} that could serve its model.`,
    );
  }
  const { artifactS3Uri: artifact, environment } = await servingCode(backend, job, found.modelUri);
  return {
    artifact,
    image: inferenceImage(trainingImage, instanceType),
    roleArn,
    ...(environment && { environment }),
    ...(vpc && { vpc }),
    ...(networkIsolation && { networkIsolation }),
  };
};

const maxPauseMs = 4_000;

/** A fresh configuration may not be seen at once: CreateEndpoint reads it eventually consistently. */
const createFrom = async (backend: Backend, name: string, configName: string): Promise<void> => {
  for (let attempt = 1; ; attempt++) {
    try {
      await createEndpoint(backend, { name, configName });
      return;
    } catch (error) {
      if (!isCode(error, 'not-found') || attempt === 5) throw error;
      await delay(doubledDelay(400, attempt - 1, maxPauseMs));
    }
  }
};

/** @returns whether it was made now; a piece of this deployment's own name was made by an earlier try */
const unlessThere = async (create: () => Promise<unknown>): Promise<boolean> => {
  try {
    await create();
    return true;
  } catch (error) {
    if (isCode(error, 'name-taken')) return false;
    throw error;
  }
};

const taken = (name: string) =>
  new SpotdeckError(
    'name-taken',
    `There is an endpoint ${name} already. Choose another name.`,
    'endpointName',
  );

const isCode = (error: unknown, code: SpotdeckError['code']): boolean =>
  isSpotdeckError(error) && error.code === code;

const report = (what: string) => (error: unknown) => console.error(`${what}:`, error);
