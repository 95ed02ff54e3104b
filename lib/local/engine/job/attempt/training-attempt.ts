import { type EngineParts } from '../engine-parts';
import { uploadArtifacts } from './artifacts';
import { createHostAttempt, type HostAttempt } from './host-attempt';
import { type AlgorithmError } from '../../../core/job-failure';
import { type TrainingJobRecord } from '../../../store/training-job-store';
import { hostsOf } from '../../container/job-hosts';
import { type ProgramEnd } from '../../container/process-runner';
import { createJobMetrics, type FinalMetric, type JobMetrics } from '../../metrics/job-metrics';

/**
 * One attempt of a job: its hosts, from their empty folders to the folders' destruction. It knows nothing of the job's status.
 */
export interface TrainingAttempt {
  /** Inputs, code, checkpoints. Throws JobFailure, or the signal's reason. */
  prepare(signal: AbortSignal): Promise<void>;
  /** Runs the program to its end. */
  train(): Promise<ProgramEnd>;
  /** What is whole of the checkpoints goes to S3, then SIGTERM, and SIGKILL after `graceMs`. */
  terminate(graceMs: number): void;
  /**
   * The same for an instance that will be taken away: what is whole when the program has ended follows, before
   * `destroy` resolves. All of it within `withinMs`.
   */
  giveNotice(graceMs: number, withinMs: number): void;
  kill(): void;
  /** A line of the platform's in the job's log. */
  note(message: string): void;
  finalMetrics(): FinalMetric[];
  /** Brings the last checkpoints to S3, once the program is gone. */
  finishCheckpoints(): Promise<void>;
  /** @returns S3 URI of the model. */
  uploadArtifacts(): Promise<string>;
  /** Why the program failed, for a program that did. */
  failure(end: ProgramEnd): Promise<AlgorithmError>;
  /** Nothing of the attempt is left when it resolves but what reached S3, the log and the metrics. */
  destroy(): Promise<void>;
}

export interface AttemptEvents {
  onProcess(process: { pid: number; startTime?: number }): void;
  onLines(lines: readonly string[]): void;
  /** What stands in for the image is being built: what follows is no time of the job's. */
  onImage(): Promise<unknown> | void;
  onImageReady(): void;
}

const nothing = () => undefined;

/** Of several hosts the first counts the epochs and is the one that a later start looks for. */
export const createTrainingAttempt = (
  parts: EngineParts,
  job: TrainingJobRecord,
  number: number,
  events: AttemptEvents,
  paths: 'mounted' | 'mapped',
): TrainingAttempt => {
  const { request } = job;
  /** Of a host that is one of several. */
  const otherEvents: AttemptEvents = { ...events, onProcess: nothing, onLines: nothing };
  const readMetrics: JobMetrics['read'] = (lines, at) => metrics.read(lines, at);
  const hosts = hostsOf(request, paths).map((host) =>
    createHostAttempt(parts, job, {
      number,
      host,
      paths,
      events: host.index === 0 ? events : otherEvents,
      readMetrics,
    }),
  );
  const [first] = hosts;
  if (first === undefined) throw new Error(`Training job ${job.name} has no host.`);
  const warn = (message: string) => first.note(message);
  // Made once there is a host whose log can be told of regexes that cannot be used.
  const metrics = createJobMetrics(
    {
      name: job.name,
      definitions: request.AlgorithmSpecification.MetricDefinitions ?? [],
      earlier: job.finalMetrics,
    },
    warn,
  );
  /** The host whose end is the job's. */
  let decisive = first;

  /** One host that fails is the end of all: the others would wait for it. */
  const trainAll = async (): Promise<ProgramEnd> => {
    let failed: ProgramEnd | undefined;
    const ends = await Promise.allSettled(
      hosts.map(async (host) => {
        try {
          const end = await host.train();
          if (end.code === 0 || failed) return end;
          failed = end;
        } catch (error) {
          failed ??= { code: 1, signal: null };
          hosts.filter((other) => other !== host).forEach((other) => other.kill());
          throw error;
        }
        decisive = host;
        hosts.filter((other) => other !== host).forEach((other) => other.kill());
        return failed;
      }),
    );
    const [whole] = ends.map((end) => {
      if (end.status === 'rejected') throw end.reason;
      return end.value;
    });
    return failed ?? whole ?? { code: 1, signal: null };
  };

  const each = async (act: (host: HostAttempt) => Promise<unknown>): Promise<void> =>
    void (await Promise.all(hosts.map(act)));

  return {
    async prepare(signal) {
      // One after another: what stands in for the image is built once, and told once.
      for (const host of hosts) await host.prepare(signal);
    },
    train: () => (hosts.length === 1 ? first.train() : trainAll()),
    terminate: (graceMs) => hosts.forEach((host) => host.terminate(graceMs)),
    giveNotice: (graceMs, withinMs) => hosts.forEach((host) => host.giveNotice(graceMs, withinMs)),
    kill: () => hosts.forEach((host) => host.kill()),
    note: warn,
    finalMetrics: () => metrics.final(),
    finishCheckpoints: () => each((host) => host.finishCheckpoints()),
    uploadArtifacts: () =>
      first.inWords(() =>
        uploadArtifacts(
          request,
          hosts.map(({ folder }) => folder),
          parts.objects,
          warn,
        ),
      ),
    failure: (end) => decisive.failure(end),
    destroy: () => each((host) => host.destroy()),
  };
};
