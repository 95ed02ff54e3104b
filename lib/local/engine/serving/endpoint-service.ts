import { AwsError } from '../../core/aws-error';
import { reasonText } from '../../core/reason-text';
import {
  type EndpointRecord,
  type EndpointVariant,
  type NamedRecords,
  type PendingDeployment,
} from '../../store/hosting-store';
import { type Fleet, startFleet } from './fleet';
import { invocationTimeoutMs } from './invocation';
import { type ServedVariant } from './served-variant';
import { type ServingParts } from './serving-parts';
import { createVariantChoice } from './variant-choice';

/**
 * One endpoint while it serves: the fleet that answers, and during an update the one that is to take its place.
 * https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails-blue-green.html (all at once)
 */
export interface EndpointService {
  start(endpoint: EndpointRecord): void;
  update(pending: PendingDeployment): void;
  /** Throws ValidationError for a variant that is not there, or where no variant has a weight. */
  invoke<Reply>(
    variants: readonly EndpointVariant[],
    targetVariant: string | undefined,
    pass: (variant: ServedVariant) => Promise<Reply>,
  ): Promise<Reply>;
  /** Ends every program; what happens to them afterwards is no longer recorded. */
  stop(graceMs: number): Promise<void>;
}

export interface EndpointServiceOptions {
  name: string;
  parts: ServingParts;
  endpoints: NamedRecords<EndpointRecord>;
}

const recordRetryMs = 1000;
const replacedGraceMs = 10_000;

export const createEndpointService = ({
  name,
  parts,
  endpoints,
}: EndpointServiceOptions): EndpointService => {
  const { clock } = parts;
  const choice = createVariantChoice();
  let current: Fleet | undefined;
  let next: Fleet | undefined;
  /** Why what serves was given up while an update was under way. */
  let lost: string | undefined;
  let stopping = false;
  let forgetRetry = () => {};
  /** Fleets that serve no more, until they are gone. */
  const leaving = new Map<Fleet, Promise<void>>();

  /** A change that cannot be recorded, as on a full disk, is recorded later unless another one comes first. */
  const record = (change: (endpoint: EndpointRecord) => void, then: () => void = () => {}): void => {
    forgetRetry();
    if (stopping) return;
    try {
      endpoints.update(name, (endpoint) => {
        // An endpoint that is being deleted stays so, whatever its programs do.
        if (endpoint.status === 'Deleting') return;
        change(endpoint);
        endpoint.lastModifiedTime = clock.now();
      });
    } catch (error) {
      console.error(`endpoint ${name}: its new state could not be recorded, will retry: ${String(error)}`);
      forgetRetry = clock.after(recordRetryMs, () => record(change, then));
      return;
    }
    then();
  };

  const leave = (fleet: Fleet, work: () => Promise<void>): void => {
    const gone = work()
      .catch((error: unknown) => {
        console.error(
          `endpoint ${name}: what serves no more was not removed, the next start tries again:`,
          error,
        );
      })
      .finally(() => leaving.delete(fleet));
    leaving.set(fleet, gone);
  };

  const dismiss = (fleet: Fleet): void =>
    leave(fleet, async () => {
      await fleet.drain(invocationTimeoutMs);
      await fleet.stop(replacedGraceMs);
      await fleet.removeFolder();
    });

  /** Nothing serves any more; the folder stays until the endpoint is deleted. */
  const fail = (reason: string) => {
    for (const fleet of [current, next]) if (fleet) leave(fleet, () => fleet.stop(replacedGraceMs));
    [current, next] = [undefined, undefined];
    record((endpoint) => {
      endpoint.status = 'Failed';
      endpoint.failureReason = reasonText(reason);
      delete endpoint.pending;
    });
  };

  const promote = (fleet: Fleet, pending: PendingDeployment) =>
    record(
      (endpoint) => {
        const { configName, variants, deployment, deploymentConfig, asyncInference } = pending;
        Object.assign(endpoint, { status: 'InService', configName, variants, deployment });
        if (asyncInference) endpoint.asyncInference = asyncInference;
        else delete endpoint.asyncInference;
        if (deploymentConfig) endpoint.deploymentConfig = deploymentConfig;
        delete endpoint.pending;
        delete endpoint.failureReason;
      },
      () => {
        const replaced = current;
        current = fleet;
        next = undefined;
        lost = undefined;
        if (replaced) dismiss(replaced);
      },
    );

  const rollBack = (fleet: Fleet, reason: string) => {
    const giveUp = () => {
      next = undefined;
      dismiss(fleet);
    };
    if (lost !== undefined) {
      fail(`${reason} What served before the update had failed, too: ${lost}`);
      return;
    }
    record((endpoint) => {
      endpoint.status = 'InService';
      endpoint.failureReason = reasonText(reason);
      delete endpoint.pending;
    }, giveUp);
  };

  return {
    start(endpoint) {
      const fleet = startFleet(
        parts,
        { endpointName: name, variants: endpoint.variants, deployment: endpoint.deployment },
        {
          onReady() {
            // One that was in service before a restart of the backend is so still.
            if (endpoint.status === 'Creating') record((one) => void (one.status = 'InService'));
          },
          onGivenUp(reason) {
            // Promoted or dismissed meanwhile: its end is nobody's failure.
            if (current !== fleet) return;
            if (next) lost = reason;
            else fail(reason);
          },
        },
      );
      current = fleet;
    },
    update(pending) {
      const fleet = startFleet(
        parts,
        { endpointName: name, variants: pending.variants, deployment: pending.deployment },
        {
          onReady: () => promote(fleet, pending),
          onGivenUp(reason) {
            if (next === fleet) rollBack(fleet, reason);
            else if (current === fleet) fail(reason);
          },
        },
      );
      next = fleet;
    },
    async invoke(variants, targetVariant, pass) {
      const fleet = current;
      const wanted = targetVariant ?? choice.next(variants);
      const variant = wanted === undefined ? undefined : fleet?.variant(wanted);
      if (!fleet || !variant) {
        throw new AwsError(
          'ValidationError',
          wanted === undefined
            ? `No production variant of endpoint ${name} has a weight above 0. Name one as TargetVariant.`
            : `Production variant ${wanted} of endpoint ${name} of account 000000000000 not found.`,
        );
      }
      return fleet.invoke(() => pass(variant));
    },
    async stop(graceMs) {
      stopping = true;
      forgetRetry();
      const fleets = [current, next, ...leaving.keys()].filter((fleet) => fleet !== undefined);
      await Promise.all(fleets.map((fleet) => fleet.stop(graceMs)));
      await Promise.all(leaving.values());
    },
  };
};
