import { type TrainingJobRecord } from '../../../store/training-job-store';
import { type InputChannels } from '../../container/input-channels';
import { type JobHost } from '../../container/job-hosts';
import { type RunningProgram } from '../../container/process-runner';
import { type Command } from '../../container/training-program';
import { type JobMetrics } from '../../metrics/job-metrics';
import { type StandIn } from '../../stand-in/stand-ins';
import { type EngineParts } from '../engine-parts';
import { createHostLog, type HostLog } from './host-log';
import { type HostPlan, planHost } from './host-plan';
import { type HostEvent, type HostState, newHost, reduceHost } from './host-state';
import { type AttemptEvents } from './training-attempt';

export interface HostOptions {
  number: number;
  host: JobHost;
  paths: 'mounted' | 'mapped';
  events: AttemptEvents;
  /** Of the job, whichever host's lines they are in. */
  readMetrics: JobMetrics['read'];
}

/** What the preparation has brought, and what runs: handles of what the host has, given back when it is destroyed. */
export interface HostHoldings {
  channels?: InputChannels;
  /** Folder of the submitted code, absolute. */
  code: string;
  standIn?: StandIn;
  /** What runs, ran last or will run. */
  command?: Command;
  running?: RunningProgram;
}

/** What the parts of one host share. What has happened to its program, and what follows, is in host-state.ts. */
export interface HostContext extends Pick<HostOptions, 'host' | 'events' | 'readMetrics'> {
  parts: EngineParts;
  job: TrainingJobRecord;
  plan: HostPlan;
  log: HostLog;
  holds: HostHoldings;
  state(): HostState;
  happened(event: HostEvent): void;
}

/** @throws ClientError for a job that this backend cannot run */
export const createHostContext = (
  parts: EngineParts,
  job: TrainingJobRecord,
  { host, events, readMetrics, ...options }: HostOptions,
): HostContext => {
  const plan = planHost(parts, job, { ...options, host });
  let state = newHost;
  return {
    parts,
    job,
    host,
    events,
    readMetrics,
    plan,
    log: createHostLog(parts, job.name, host.name, plan.words),
    holds: { code: plan.folder.code },
    state: () => state,
    happened(event) {
      state = reduceHost(state, event);
    },
  };
};

/** Where programs are looked for. */
export const searchPathOf = ({ holds, parts }: HostContext): string =>
  holds.standIn?.searchPath ?? parts.searchPath;
