/** The simulated spot market of a backend that has one; label what it decides as simulated. */
export interface SpotMarket {
  /** Mean training time between interruptions; null: the market never interrupts by itself. */
  meanSecondsBetweenInterruptions: number | null;
  meanCapacityWaitSeconds: number;
  /** 0 to 1: share of the on-demand price that spot saves. */
  discount: number;
  seed: number;
  /** Whether a job also waits for capacity before its first start. */
  startWait?: boolean;
}
