/** On-demand price of an instance type in a Region. */
export interface OnDemandPrice {
  instanceType: string;
  region: string;
  usdPerHour: number;
  /** Where the price comes from, for the reader. */
  source: string;
  /** ISO date it was read or published, where known. */
  asOf?: string;
  /** Of a cluster whose groups differ in type: what each type costs; `usdPerHour` is their mean. */
  parts?: { instanceType: string; instanceCount: number; usdPerHour: number }[];
}

/**
 * The one formula of money: seconds × instances × USD an hour of one instance ÷ 3600.
 * @param instanceSeconds seconds times the number of instances
 */
export const usdOf = (instanceSeconds: number, usdPerHour: number): number =>
  (instanceSeconds * usdPerHour) / 3600;

/** USD an hour of several instances of one type. @param usdPerInstanceHour price of one */
export const usdPerHourOf = (instanceCount: number, usdPerInstanceHour: number): number =>
  instanceCount * usdPerInstanceHour;

/** Instances of one type; what is absent is not known. */
export interface PricedInstances {
  instanceCount: number | undefined;
  /** Of one instance. */
  usdPerHour: number | undefined;
}

/**
 * What instances of several types cost together and in the mean, USD an hour; undefined where a price or a number is
 * not known, or there is no instance.
 */
export const usdPerHourOfAll = (
  parts: readonly PricedInstances[],
): { all: number; mean: number; instances: number } | undefined => {
  let [all, instances] = [0, 0];
  for (const { instanceCount, usdPerHour } of parts) {
    if (instanceCount === undefined || usdPerHour === undefined) return undefined;
    all += usdPerHourOf(instanceCount, usdPerHour);
    instances += instanceCount;
  }
  return instances > 0 ? { all, mean: all / instances, instances } : undefined;
};

/** USD of a part of what a sum is for: of its time, or what spot bills or saves of it. @param share 0 to 1 */
export const shareOfUsd = (usd: number, share: number): number => usd * share;

/** To a millionth of a dollar, for what goes over the wire in numbers. */
export const roundedUsd = (usd: number): number => Math.round(usd * 1e6) / 1e6;
