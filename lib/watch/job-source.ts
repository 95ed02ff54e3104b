import 'server-only';
import { type Backend } from '../aws/backends';
import { listLogStreams, type LogPage, type LogStream, readLogEvents, trainingLogGroup } from '../aws/logs';
import { readHostMetrics, readJobMetrics } from '../aws/metrics';
import { onDemandPrice } from '../aws/prices';
import { listTags } from '../aws/tags';
import { describeTrainingJob } from '../aws/training-jobs';
import { warnOnce } from '../errors/log-fault';
import { type CheckpointFile } from '../training/checkpoints';
import { type HostSeries } from '../training/host-metrics';
import { type MetricSeries } from '../training/job-snapshot';
import { type OnDemandPrice } from '../training/money/price';
import { type TrainingJob } from '../training/training-job';
import { listCheckpoints } from './list-checkpoints';

/** Everything a watcher asks AWS about one job; each call is one or a few requests. */
export interface JobSource {
  describe(): Promise<TrainingJob>;
  /** A queue tells of each change of its state; absent: none does. */
  isAnnounced?(): boolean;
  /** Has the next description bring the tags as they are then: something was just done to the job. */
  askTagsAnew(): void;
  logStreams(): Promise<LogStream[]>;
  logEvents(stream: string, token?: string): Promise<LogPage>;
  checkpoints(prefixUri: string): Promise<CheckpointFile[]>;
  metrics(job: TrainingJob, now: number): Promise<MetricSeries[]>;
  /** What its instances were busy with. */
  hosts(job: TrainingJob, now: number): Promise<HostSeries[]>;
  price(instanceType: string): Promise<OnDemandPrice | undefined>;
}

/** @param readPrice what is known of a price beside the price list */
export const createJobSource = (
  backend: Backend,
  name: string,
  readPrice: (backend: Backend, instanceType: string) => Promise<OnDemandPrice | undefined> = onDemandPrice,
): JobSource => ({
  ...describingWithTags(backend, name),
  logStreams: () => listLogStreams(backend, trainingLogGroup, `${name}/`),
  logEvents: (stream, token) => readLogEvents(backend, trainingLogGroup, stream, token),
  checkpoints: (prefixUri) => listCheckpoints(backend, prefixUri),
  metrics: (job, now) => readJobMetrics(backend, job, now),
  hosts: (job, now) => readHostMetrics(backend, job, now),
  price: (instanceType) => readPrice(backend, instanceType),
});

/** Describe gives no tags. They are asked for once, since they seldom change and ListTags has a rate of its own. */
const describingWithTags = (backend: Backend, name: string): Pick<JobSource, 'describe' | 'askTagsAnew'> => {
  let asked: Promise<Record<string, string> | undefined> | undefined;
  return {
    describe: async () => {
      const job = await describeTrainingJob(backend, name);
      asked ??= listTags(backend, job.arn).catch((error: unknown) => {
        // A caller may be denied them; the job's page is whole without.
        warnOnce(`The tags of ${name} could not be read`, error);
        return undefined;
      });
      const tags = await asked;
      return tags === undefined ? job : { ...job, tags };
    },
    askTagsAnew: () => {
      asked = undefined;
    },
  };
};

/** The same source, counting its calls by name: what a person is told of the watcher's cost, and what a test holds it to. */
export const countingCalls = (source: JobSource, calls: Map<string, number>): JobSource => {
  const counted =
    <Parts extends unknown[], Answer>(name: keyof JobSource, call: (...parts: Parts) => Answer) =>
    (...parts: Parts): Answer => {
      calls.set(name, (calls.get(name) ?? 0) + 1);
      return call(...parts);
    };
  return {
    describe: counted('describe', source.describe),
    ...(source.isAnnounced && { isAnnounced: source.isAnnounced }),
    askTagsAnew: source.askTagsAnew,
    logStreams: counted('logStreams', source.logStreams),
    logEvents: counted('logEvents', source.logEvents),
    checkpoints: counted('checkpoints', source.checkpoints),
    metrics: counted('metrics', source.metrics),
    hosts: counted('hosts', source.hosts),
    price: counted('price', source.price),
  };
};
