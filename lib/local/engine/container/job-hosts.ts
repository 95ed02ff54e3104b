import { ClientError } from '../../core/job-failure';
import { type CreateTrainingJobInput } from '../../core/requests/create-training-job';
import { instancesOf } from './job-instances';

/** One of the hosts of a job: a container with processes, folders and a log stream of its own. */
export interface JobHost {
  /** `algo-1` */
  name: string;
  /** Counts from 0. */
  index: number;
  /** Of the whole job, in order. */
  all: readonly string[];
  /** What the hosts' names stand for on this machine, in order. */
  addresses: readonly string[];
}

/** One machine carries them all. */
const maxHosts = 8;

/** Attempts of jobs with several hosts that this process has begun: each gets addresses of its own. */
let begun = 0;

/** 127.64.0.1 and so on: the whole of 127.0.0.0/8 is this machine's, and others use the beginning of it. */
const addressesFor = (count: number): string[] => {
  const net = begun % (64 * 256);
  begun += 1;
  return Array.from(
    { length: count },
    (_, index) => `127.${64 + Math.floor(net / 256)}.${net % 256}.${index + 1}`,
  );
};

/**
 * The hosts of an attempt.
 * @param paths `mapped`: no host can be given names of its own.
 * @throws ClientError for more than this machine gives
 */
export const hostsOf = (request: CreateTrainingJobInput, paths: 'mounted' | 'mapped'): JobHost[] => {
  const { count } = instancesOf(request);
  if (count > maxHosts) {
    throw new ClientError(
      `The local backend trains on ${maxHosts} hosts at most, and InstanceCount is ${count}. Set it to ${maxHosts} or less.`,
    );
  }
  if (count > 1 && paths === 'mapped') {
    throw new ClientError(
      `InstanceCount is ${count}, and this system allows no private mounts, without which hosts cannot find one another. ` +
        'Set it to 1, or run Spotdeck where private mounts are allowed (Linux, as root or with user namespaces).',
    );
  }
  const all = Array.from({ length: Math.max(1, count) }, (_, index) => `algo-${index + 1}`);
  const addresses = all.length === 1 ? ['127.0.0.1'] : addressesFor(all.length);
  return all.map((name, index) => ({ name, index, all, addresses }));
};
