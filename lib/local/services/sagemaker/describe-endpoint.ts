import type { EndpointRecord, EndpointVariant } from '../../store/hosting-store';

/** https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DescribeEndpoint.html */
export const describeEndpoint = (endpoint: EndpointRecord) => ({
  ...summarizeEndpoint(endpoint),
  EndpointConfigName: endpoint.configName,
  ...(endpoint.failureReason !== undefined && { FailureReason: endpoint.failureReason }),
  ...(endpoint.deploymentConfig && { LastDeploymentConfig: endpoint.deploymentConfig }),
  ...(endpoint.asyncInference && { AsyncInferenceConfig: endpoint.asyncInference }),
  ProductionVariants: endpoint.variants.map((variant) => ({
    ...describeVariant(endpoint.creationTime, variant, isServing(endpoint)),
    ...variantStatus(endpoint),
  })),
  ...(endpoint.pending && {
    PendingDeploymentSummary: {
      EndpointConfigName: endpoint.pending.configName,
      StartTime: new Date(endpoint.pending.startTime),
      ProductionVariants: endpoint.pending.variants.map((variant) =>
        describeVariant(endpoint.pending?.startTime ?? endpoint.creationTime, variant, false),
      ),
    },
  }),
});

export const summarizeEndpoint = (endpoint: EndpointRecord) => ({
  EndpointName: endpoint.name,
  EndpointArn: endpoint.arn,
  CreationTime: new Date(endpoint.creationTime),
  LastModifiedTime: new Date(endpoint.lastModifiedTime),
  EndpointStatus: endpoint.status,
});

const isServing = ({ status }: EndpointRecord) => status === 'InService' || status === 'Updating';

const variantStatus = ({ status, lastModifiedTime }: EndpointRecord) =>
  status === 'Creating' || status === 'Updating' || status === 'Deleting'
    ? { VariantStatus: [{ Status: status, StartTime: new Date(lastModifiedTime) }] }
    : {};

const describeVariant = (resolvedAt: number, variant: EndpointVariant, serving: boolean) => ({
  VariantName: variant.name,
  DeployedImages: variant.containers.flatMap(({ Image: image }) =>
    image === undefined
      ? []
      : [{ SpecifiedImage: image, ResolvedImage: image, ResolutionTime: new Date(resolvedAt) }],
  ),
  CurrentWeight: serving ? variant.weight : 0,
  DesiredWeight: variant.weight,
  CurrentInstanceCount: serving ? variant.instanceCount : 0,
  ...(variant.serverless
    ? { [serving ? 'CurrentServerlessConfig' : 'DesiredServerlessConfig']: variant.serverless }
    : { DesiredInstanceCount: variant.instanceCount }),
});
