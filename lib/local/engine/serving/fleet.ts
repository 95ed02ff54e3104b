import path from 'node:path';
import { type EndpointVariant } from '../../store/hosting-store';
import { deploymentFolder, removeFolder } from './endpoint-folder';
import { type ServedVariant, serveVariant } from './served-variant';
import { type ServingParts } from './serving-parts';

/** One deployment of an endpoint: a program for each of its variants. */
export interface Fleet {
  variant(name: string): ServedVariant | undefined;
  /** Does `work` as an invocation that `drain` waits for. */
  invoke<Reply>(work: () => Promise<Reply>): Promise<Reply>;
  /** Resolves once no invocation is under way, at the latest after `maxWaitMs`. */
  drain(maxWaitMs: number): Promise<void>;
  /** Ends the programs and resolves once they are gone. */
  stop(graceMs: number): Promise<void>;
  removeFolder(): Promise<void>;
}

export interface Deployment {
  endpointName: string;
  /** Names its folder; absent for an endpoint of an earlier version, whose folder has the endpoint's own name. */
  deployment?: string;
  variants: readonly EndpointVariant[];
}

export interface FleetEvents {
  /** Every variant has been ready; called once. */
  onReady(): void;
  /** A variant was given up, for the reason; called at most once. The others go on until they are stopped. */
  onGivenUp(reason: string): void;
}

export const startFleet = (
  parts: ServingParts,
  { endpointName, deployment, variants }: Deployment,
  events: FleetEvents,
): Fleet => {
  const folder =
    deployment === undefined ? parts.folder : deploymentFolder(parts.folder, endpointName, deployment);
  const starting = new Set(variants.map(({ name }) => name));
  let givenUp = false;
  let underWay = 0;
  let idle: (() => void)[] = [];

  const onReady = (name: string) => {
    if (starting.delete(name) && starting.size === 0) events.onReady();
  };
  const onGivenUp = (reason: string) => {
    if (givenUp) return;
    givenUp = true;
    events.onGivenUp(reason);
  };
  const served = new Map(
    variants.map((variant) => [
      variant.name,
      serveVariant(
        parts,
        { endpointName, variant, folder, name: deployment === undefined ? endpointName : variant.name },
        () => onReady(variant.name),
        onGivenUp,
      ),
    ]),
  );

  return {
    variant: (name) => served.get(name),
    async invoke(work) {
      underWay += 1;
      try {
        return await work();
      } finally {
        underWay -= 1;
        if (underWay === 0) {
          const woken = idle;
          idle = [];
          woken.forEach((wake) => wake());
        }
      }
    },
    drain: (maxWaitMs) =>
      underWay === 0
        ? Promise.resolve()
        : new Promise((resolve) => {
            const cancel = parts.clock.after(maxWaitMs, resolve);
            idle.push(() => {
              cancel();
              resolve();
            });
          }),
    async stop(graceMs) {
      await Promise.all([...served.values()].map((one) => one.stop(graceMs)));
    },
    removeFolder: () => removeFolder(deployment === undefined ? path.join(folder, endpointName) : folder),
  };
};
