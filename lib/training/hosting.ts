/** Rules of deploying a job's model: names, images, statuses and what an endpoint costs. */
import { z } from 'zod';
import { type Endpoint, type EndpointVariant, type HostedModel } from './endpoint';
import { type OnDemandPrice, usdPerHourOfAll } from './money/price';

export const endpointNameSchema = z
  .string()
  .trim()
  .min(1, 'Give the endpoint a name.')
  .max(63, 'An endpoint name has 63 characters at most.')
  .regex(
    /^[a-zA-Z0-9](-*[a-zA-Z0-9])*$/,
    'Use letters, digits and hyphens; begin and end with a letter or digit.',
  );

export const deployInputSchema = z.strictObject({
  jobName: z.string().min(1, 'Choose a job.').max(63),
  endpointName: endpointNameSchema,
  instanceType: z
    .string()
    .trim()
    .regex(/^ml\.[a-z0-9-]+\.[a-z0-9]+$/, 'Give an instance type such as ml.m5.large.')
    .max(64),
  instanceCount: z.coerce
    .number('Give a number.')
    .int('Give a whole number.')
    .min(1, 'At least one.')
    .max(100),
  /** Drawn once per form: a second deployment with the same id finds the endpoint of the first. */
  deployId: z.uuid(),
});

export type DeployInput = z.output<typeof deployInputSchema>;

/** An endpoint with what is known of its model and its price. */
export interface EndpointDetail extends Endpoint {
  model?: HostedModel;
  jobName?: string;
  price?: OnDemandPrice;
  /** USD an hour of all its instances; absent where a price is unknown. */
  usdPerHour?: number;
}

/** Model and endpoint configuration of a deployment share one name, which the deployment alone has. */
export const deploymentName = (endpointName: string, deployId: string): string =>
  `${endpointName.slice(0, 54).replace(/-+$/, '')}-${deployId.replaceAll('-', '').slice(0, 8)}`;

/** Whether a configuration or model was made for this endpoint alone, and so goes with it. */
export const isDeploymentOf = (name: string, endpointName: string): boolean =>
  /-[0-9a-f]{8}$/.test(name) && name.slice(0, -9) === endpointName.slice(0, 54).replace(/-+$/, '');

/** The training job whose output the artifact is, by SageMaker's place for it: `<prefix>/<job>/output/model.tar.gz`. */
export const jobOfArtifact = (artifactS3Uri: string): string | undefined =>
  /\/([a-zA-Z0-9](?:-*[a-zA-Z0-9]){0,62})\/output\/model\.tar\.gz$/.exec(artifactS3Uri)?.[1];

interface EndpointState {
  label: string;
  indicator: 'success' | 'error' | 'warning' | 'in-progress' | 'info';
  /** It becomes another by itself. */
  passing: boolean;
}

const endpointStates: ReadonlyMap<string, EndpointState> = new Map<string, EndpointState>([
  ['InService', { label: 'In service', indicator: 'success', passing: false }],
  ['Creating', { label: 'Creating', indicator: 'in-progress', passing: true }],
  ['Updating', { label: 'Updating', indicator: 'in-progress', passing: true }],
  ['SystemUpdating', { label: 'System updating', indicator: 'in-progress', passing: true }],
  ['RollingBack', { label: 'Rolling back', indicator: 'in-progress', passing: true }],
  ['Deleting', { label: 'Deleting', indicator: 'in-progress', passing: true }],
  ['OutOfService', { label: 'Out of service', indicator: 'warning', passing: false }],
  ['Failed', { label: 'Failed', indicator: 'error', passing: false }],
  ['UpdateRollbackFailed', { label: 'Update rollback failed', indicator: 'error', passing: false }],
]);

/** A status AWS has added since is shown as it is. */
export const describeEndpointStatus = (status: string): EndpointState =>
  endpointStates.get(status) ?? {
    label: status,
    indicator: 'info',
    passing: false,
  };

/** USD an hour; absent unless every variant's price is known. */
export const endpointUsdPerHour = (
  variants: Endpoint['variants'],
  priceOf: (instanceType: string) => OnDemandPrice | undefined,
): number | undefined =>
  usdPerHourOfAll(
    variants.map(({ instanceType, instanceCount }) => ({
      instanceCount,
      usdPerHour: instanceType === undefined ? undefined : priceOf(instanceType)?.usdPerHour,
    })),
  )?.all;

/** What the variants of an endpoint run on, in a few words. */
export const capacityText = (variants: readonly EndpointVariant[]): string =>
  variants.map(capacityOf).join(', ') || '–';

const capacityOf = ({ serverless, instanceCount, instanceType }: EndpointVariant): string =>
  serverless
    ? `Serverless, ${serverless.memoryMb} MB, ${serverless.maxConcurrency} at a time`
    : `${instanceCount ?? '?'} × ${instanceType ?? 'not known'}`;
