/** On-demand price of an instance type in a Region. */
export interface OnDemandPrice {
  instanceType: string;
  region: string;
  usdPerHour: number;
  /** Where the price comes from, for the reader. */
  source: string;
  /** ISO date it was read or published, where known. */
  asOf?: string;
}

/**
 * The one formula of money: seconds × instances × USD an hour of one instance ÷ 3600.
 * @param instanceSeconds seconds times the number of instances
 */
export const usdOf = (instanceSeconds: number, usdPerHour: number): number =>
  (instanceSeconds * usdPerHour) / 3600;
