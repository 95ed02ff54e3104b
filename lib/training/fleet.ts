/**
 * The instances of a job whose instance groups differ in type (heterogeneous clusters), under one name such as
 * `ml.c5.xlarge + 2 × ml.g5.xlarge`: it stands where other jobs have their instance type, so that lists, sums and
 * prices need not tell the two apart. Its price is the mean of its instances, so that times their number is the sum.
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_InstanceGroup.html
 */
import { usdPerHourOfAll } from './money/price';

export interface InstanceGroup {
  name?: string;
  instanceType: string;
  instanceCount: number;
}

interface Fleet {
  instanceType: string;
  instanceCount: number;
}

/** Type and number of all groups' instances; undefined where there is no group. */
export const fleetOf = (groups: readonly InstanceGroup[]): Fleet | undefined => {
  const counts = new Map<string, number>();
  for (const { instanceType, instanceCount } of groups) {
    if (instanceCount > 0) counts.set(instanceType, (counts.get(instanceType) ?? 0) + instanceCount);
  }
  if (counts.size === 0) return undefined;
  const parts = [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
  const instanceCount = parts.reduce((sum, [, count]) => sum + count, 0);
  const [only] = parts;
  const name =
    parts.length === 1 && only
      ? only[0]
      : parts.map(([type, count]) => (count === 1 ? type : `${count} × ${type}`)).join(' + ');
  return { instanceType: name, instanceCount };
};

/** The types that a name stands for, each with its number; a type of its own is one of itself. */
export const fleetParts = (instanceType: string): Fleet[] =>
  instanceType.split(' + ').map((part) => {
    const [, count, type] = /^(\d+) × (.*)$/.exec(part) ?? [];
    return type === undefined
      ? { instanceType: part, instanceCount: 1 }
      : { instanceType: type, instanceCount: Number(count) };
  });

export const isMixedFleet = (instanceType: string): boolean => instanceType.includes(' + ');

/** `2 × ml.g5.xlarge`, `ml.g5.xlarge`; a mixed fleet's name has its numbers already. */
export const fleetLabel = (instanceType: string, instanceCount: number | undefined): string =>
  instanceCount === undefined || instanceCount === 1 || isMixedFleet(instanceType)
    ? instanceType
    : `${instanceCount} × ${instanceType}`;

interface PartPrice {
  usdPerHour: number;
  source: string;
  asOf?: string;
}

interface FleetPrice extends PartPrice {
  parts: { instanceType: string; instanceCount: number; usdPerHour: number }[];
}

/** USD an hour of one instance in the mean; undefined where one of the types has no price. */
export const fleetPrice = (
  parts: readonly Fleet[],
  priceOf: (instanceType: string) => PartPrice | undefined,
): FleetPrice | undefined => {
  const priced = parts.map(({ instanceType, instanceCount }) => ({
    ...priceOf(instanceType),
    instanceType,
    instanceCount,
  }));
  const together = usdPerHourOfAll(
    priced.map(({ instanceCount, usdPerHour }) => ({ instanceCount, usdPerHour })),
  );
  if (together === undefined) return undefined;
  const sources = new Set(priced.flatMap(({ source }) => source ?? []));
  const [asOf] = priced.flatMap((part) => part.asOf ?? []).sort();
  return {
    usdPerHour: together.mean,
    source: `${[...sources].join(', ')}; mean of ${together.instances} instances`,
    ...(asOf !== undefined && { asOf }),
    parts: priced.flatMap(({ instanceType, instanceCount, usdPerHour }) =>
      usdPerHour === undefined ? [] : [{ instanceType, instanceCount, usdPerHour }],
    ),
  };
};
