/** Names of what this backend owns: one account, one Region. */
export const localAccount = '000000000000';
export const localRegion = 'us-east-1';

export type ResourceKind = 'training-job' | 'model' | 'endpoint-config' | 'endpoint';

/** SageMaker writes the name in lower case into an ARN; a name is never read back from one by case. */
export const arnOf = (kind: ResourceKind, name: string): string =>
  `arn:aws:sagemaker:${localRegion}:${localAccount}:${kind}/${name.toLowerCase()}`;
