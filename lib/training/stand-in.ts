/** What runs in place of a framework's image on a backend that has no images. */
export const standInStates = ['ready', 'missing', 'building', 'failed', 'own', 'impossible'] as const;
export type StandInState = (typeof standInStates)[number];

export interface StandInDescription {
  /** `TensorFlow 2.19.0` */
  title: string;
  /** What stands in for what, and how near it is. */
  sentence: string;
  /** `own`: a setting names it; `impossible`: nothing can stand in, for the `reason`. */
  state: StandInState;
  /** On the disk; where it is not built, about. */
  bytes?: number;
  /** The newest lines of a build. */
  lines: string[];
  reason?: string;
}

/** An environment that is built, and kept until it is deleted. */
export interface InstalledStandIn {
  key: string;
  title: string;
  /** On the disk. */
  bytes: number;
  /** Milliseconds since the epoch. */
  builtAt: number;
  /** A job or an endpoint that runs needs it. */
  inUse: boolean;
}
