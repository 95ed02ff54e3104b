/** How many instances of a type an account may train on at once, and how many it does. */
import { partitionOf } from './aws-partitions';

export interface TrainingQuota {
  /** Instances. */
  max: number;
  /** Of jobs that run or wait now, as far as they are known. */
  used: number;
  /** Where a higher one is asked for. */
  increaseUrl: string;
}

/** The quota's name in Service Quotas: https://docs.aws.amazon.com/general/latest/gr/sagemaker.html */
export const quotaName = (instanceType: string, spot: boolean): string =>
  `${instanceType} for ${spot ? 'spot ' : ''}training job usage`;

/** The page of one quota in the console of the Region's partition. */
export const quotaUrl = (region: string, code: string): string =>
  `${partitionOf(region).console}/servicequotas/home/services/sagemaker/quotas/${code}?region=${region}`;

/** What the quota means for a launch, as sentences. @param wanted instances; undefined while it is no number */
export const quotaInWords = (
  { max, used }: Pick<TrainingQuota, 'max' | 'used'>,
  { spot, wanted }: { spot: boolean; wanted: number | undefined },
): { text: string; isEnough: boolean } => {
  const left = Math.max(0, max - used);
  const text = `Quota ${spot ? 'on spot' : 'on demand'}: ${max} ${max === 1 ? 'instance' : 'instances'}, ${used} in use.`;
  if (wanted === undefined || wanted <= left) return { text, isEnough: true };
  return { text: `${text.slice(0, -1)}, so a job with ${wanted} is refused.`, isEnough: false };
};
