/**
 * Faults that a test or a person orders: the operations of the RPC services answer late, or with an error, as AWS
 * does when it throttles or fails. Kept in memory only: a backend that starts again is well.
 */
import { setTimeout } from 'node:timers/promises';
import { AwsError } from '../core/aws-error';
import { ClientGone } from './request-body';
import type { RpcService } from './service';

export interface Fault {
  /** SigV4 name of the service (`sagemaker`, `monitoring`, `logs`, …); absent: of every service. */
  service?: string;
  operation: string;
  /** AWS's error type; absent: the operation is only late. */
  code?: string;
  /** Absent: AWS's text for throttling, else one that names the fault. */
  message?: string;
  /** Strikes each n-th call that it sees. Default 1. */
  every?: number;
  /** Strikes this many times, then it is used up. Default: until it is taken away. */
  count?: number;
  /** Comes before the error or the real answer. */
  delayMs?: number;
}

/** A fault, and how often it has struck since it was set. */
export type FaultState = Fault & { struck: number };

export interface FaultList {
  /** Replaces all faults; counting starts anew. */
  set(faults: readonly Fault[]): void;
  list(): FaultState[];
  /** Whether a service answers to the operation, so that a fault of it can ever strike. */
  knows(fault: Pick<Fault, 'service' | 'operation'>): boolean;
  services(): string[];
  /**
   * Called once for each call of an operation, before it is carried out. Faults see the call in their order, up
   * to the first that answers it with an error: two errors of one operation follow each other.
   * @throws AwsError the error to answer with; ClientGone if `gone` is aborted during a delay
   */
  strike(service: RpcService, operation: string, gone: AbortSignal): Promise<void>;
}

export const createFaultList = (services: readonly RpcService[]): FaultList => {
  let entries: { fault: Fault; seen: number; struck: number }[] = [];
  const isMeant = ({ signingNames }: RpcService, name: string | undefined): boolean =>
    name === undefined || signingNames.includes(name);
  return {
    set(faults) {
      entries = faults.map((fault) => ({ fault, seen: 0, struck: 0 }));
    },
    list: () => entries.map(({ fault, struck }) => ({ ...fault, struck })),
    knows: ({ service: name, operation }) =>
      services.some((service) => isMeant(service, name) && Object.hasOwn(service.operations, operation)),
    services: () => services.flatMap(({ signingNames }) => signingNames),
    async strike(service, operation, gone) {
      let delay = 0;
      let error: AwsError | undefined;
      // Counted before any waiting, so that calls at the same time are told apart.
      for (const entry of entries) {
        const { fault } = entry;
        if (fault.operation !== operation || !isMeant(service, fault.service)) continue;
        if (entry.struck === fault.count) continue;
        entry.seen += 1;
        if (entry.seen % (fault.every ?? 1) !== 0) continue;
        entry.struck += 1;
        delay += fault.delayMs ?? 0;
        if (fault.code === undefined) continue;
        error = new AwsError(fault.code, fault.message ?? messageOf(fault.code, operation));
        break;
      }
      if (delay > 0) await wait(delay, gone);
      if (error) throw error;
    },
  };
};

const messageOf = (code: string, operation: string): string =>
  code.startsWith('Throttling')
    ? 'Rate exceeded'
    : `The local backend was told to answer ${operation} with ${code}.`;

const wait = async (ms: number, gone: AbortSignal): Promise<void> => {
  try {
    await setTimeout(ms, undefined, { signal: gone });
  } catch (error) {
    throw new ClientGone('The client closed the connection while a fault made it wait.', { cause: error });
  }
};
