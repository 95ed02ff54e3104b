import { type CreateTrainingJobInput } from '../../../core/requests/create-training-job';

/**
 * Settings that a job written for AWS may have and that a process of this machine cannot be given. They are kept and
 * given back, and the job's log says that they were not applied: nobody should take their effect for tried.
 */
interface Unapplied {
  isAsked(request: CreateTrainingJobInput): boolean;
  line: string;
}

const kept = 'is kept but not applied by the local backend:';

const unapplied: readonly Unapplied[] = [
  {
    isAsked: (request) => has(request.VpcConfig),
    line: `VpcConfig ${kept} the job uses the network of this machine.`,
  },
  {
    isAsked: (request) => request.EnableNetworkIsolation === true,
    line: `EnableNetworkIsolation ${kept} the job can reach what this machine can.`,
  },
  {
    isAsked: ({ OutputDataConfig: output, ResourceConfig: resources }) =>
      Boolean(output.KmsKeyId || resources.VolumeKmsKeyId),
    line: `KmsKeyId ${kept} nothing is encrypted at rest.`,
  },
  {
    isAsked: ({ ResourceConfig: resources }) => (resources.KeepAlivePeriodInSeconds ?? 0) > 0,
    line: `KeepAlivePeriodInSeconds ${kept} there are no warm pools.`,
  },
  {
    isAsked: (request) =>
      has(request.DebugHookConfig) ||
      has(request.ProfilerRuleConfigurations) ||
      (has(request.ProfilerConfig) && request.ProfilerConfig?.DisableProfiler !== true),
    line: `DebugHookConfig and ProfilerConfig ${kept} no tensors and no profile are collected.`,
  },
  {
    isAsked: (request) => has(request.ExperimentConfig),
    line: `ExperimentConfig ${kept} no trial component is made.`,
  },
];

const has = (value: object | undefined): boolean => value !== undefined && Object.keys(value).length > 0;

/** A line for each setting of the request that has no effect. */
export const unappliedSettings = (request: CreateTrainingJobInput): string[] =>
  unapplied.filter(({ isAsked }) => isAsked(request)).map(({ line }) => line);
