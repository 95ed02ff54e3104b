import { type LogPage } from '../../lib/aws/logs';
import { type CheckpointFile } from '../../lib/training/checkpoints';
import { type HostSeries } from '../../lib/training/host-metrics';
import { type MetricSeries } from '../../lib/training/job-snapshot';
import { type TrainingJob } from '../../lib/training/training-job';
import { type JobSource } from '../../lib/watch/job-source';

/** A job whose state a test sets by hand, read as AWS would let it be read. */
export interface ScriptedSource extends JobSource {
  job: TrainingJob;
  /** Stream name to its lines; those without a time are a ms after each other. */
  streams: Map<string, (string | { at: number; message: string })[]>;
  stored: CheckpointFile[];
  measured: MetricSeries[];
  busy: HostSeries[];
  /** Calls that are to fail, by name. */
  failing: Map<keyof JobSource, Error>;
  calls: string[];
  pageSize: number;
}

export const createScriptedSource = (job: TrainingJob): ScriptedSource => {
  const called = (name: keyof JobSource) => {
    source.calls.push(name);
    const failure = source.failing.get(name);
    if (failure) throw failure;
  };
  const source: ScriptedSource = {
    job,
    streams: new Map(),
    stored: [],
    measured: [],
    busy: [],
    failing: new Map(),
    calls: [],
    pageSize: 10_000,
    askTagsAnew: () => undefined,
    async describe() {
      called('describe');
      return structuredClone(source.job);
    },
    async logStreams() {
      called('logStreams');
      return [...source.streams.keys()].map((name) => ({ name }));
    },
    async logEvents(stream, token): Promise<LogPage> {
      called('logEvents');
      const lines = source.streams.get(stream) ?? [];
      const from = token === undefined ? 0 : Number(token);
      const events = lines
        .slice(from, from + source.pageSize)
        .map((line, index) =>
          typeof line === 'string' ? { at: job.createdAt + from + index, message: line } : line,
        );
      const nextToken = String(from + events.length);
      return { events, nextToken, atEnd: nextToken === token };
    },
    async checkpoints() {
      called('checkpoints');
      return structuredClone(source.stored);
    },
    async metrics() {
      called('metrics');
      return structuredClone(source.measured);
    },
    async hosts() {
      called('hosts');
      return structuredClone(source.busy);
    },
    async price(instanceType) {
      called('price');
      return { instanceType, region: 'us-east-1', usdPerHour: 0.23, source: 'test' };
    },
  };
  return source;
};
