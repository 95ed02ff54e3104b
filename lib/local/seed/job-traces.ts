/**
 * What a generated job would have left behind: its log, and the checkpoints that its script kept. Made from the life that
 * its record tells, so that log, checkpoints and transitions say the same.
 */
import { asFolder, parseS3Uri } from '../core/s3-uri';
import { type LogEvent } from '../store/log-store';
import { type GeneratedJob, metricsOf } from './generate-jobs';
import { createRandom } from './random';

export interface JobTraces {
  /** One for each attempt that trained, as the training log group names them. */
  logs: { stream: string; events: LogEvent[] }[];
  /** In the order in which they were saved; a script keeps its last ones. */
  checkpoints: { key: string; savedAt: number }[];
  bucket: string;
}

/** As many as usual callbacks keep. */
const keptCheckpoints = 3;

export const tracesOf = (generated: GeneratedJob): JobTraces => {
  const { job, work, spans, epochMs } = generated;
  const savesCheckpoints = job.request.CheckpointConfig !== undefined;
  const { bucket, key: prefix } = parseS3Uri(
    job.request.CheckpointConfig?.S3Uri ?? job.request.OutputDataConfig.S3OutputPath,
    'Place of the checkpoints',
  );
  const valuesOf = epochValues(generated);
  const checkpoints = new Map<string, number>();
  const logs = spans.map((span, index) => {
    const at = (ms: number) => job.creationTime + Math.round(ms);
    const events: LogEvent[] = [];
    const say = (ms: number, message: string) => events.push({ timestamp: at(ms), message });
    const first = Math.floor((span.done + 1) / epochMs);
    say(span.from, `sagemaker-training-toolkit INFO     Invoking user script`);
    say(span.from, `Training ${work.project.name} for ${work.epochs} epochs`);
    if (first > 0) say(span.from, `Resuming from checkpoint /opt/ml/checkpoints/${checkpointFile(first)}`);
    else if (savesCheckpoints) say(span.from, 'No checkpoint found, training from scratch');
    for (let epoch = first + 1; epoch <= work.epochs; epoch += 1) {
      const end = span.from + epoch * epochMs - span.done;
      // The last epoch's end is rounded into the span by the life's plan.
      if (end > span.until + 1) break;
      say(Math.min(end, span.until), `Epoch ${epoch}/${work.epochs} - ${valuesOf(epoch, at(end))}`);
      if (!savesCheckpoints) continue;
      say(Math.min(end, span.until), `Saved checkpoint /opt/ml/checkpoints/${checkpointFile(epoch)}`);
      checkpoints.set(checkpointFile(epoch), at(Math.min(end, span.until)));
    }
    if (index === spans.length - 1) for (const line of lastWords(job.failureReason)) say(span.until, line);
    return { stream: `${job.name}/algo-1-${Math.floor(at(span.from) / 1000)}`, events };
  });
  return {
    logs,
    bucket,
    checkpoints: [...checkpoints]
      .slice(-keptCheckpoints)
      .map(([file, savedAt]) => ({ key: asFolder(prefix) + file, savedAt })),
  };
};

const checkpointFile = (epoch: number): string => `checkpoint-${epoch}.pt`;

/** As the script prints them; those of the last epoch are what the record says. */
const epochValues = ({ job, work }: GeneratedJob) => {
  const random = createRandom(
    [...job.name].reduce((sum, sign) => Math.imul(sum, 31) + sign.charCodeAt(0), 7),
  );
  const isLast = (endedAt: number) =>
    job.finalMetrics.some(({ timestamp }) => Math.abs(timestamp - endedAt) <= 2);
  return (epoch: number, endedAt: number): string => {
    const drawn = metricsOf(random, work, epoch);
    const values = isLast(endedAt) ? job.finalMetrics : drawn;
    return values.map(({ name, value }) => `${name.replace(':', '_')}=${value.toFixed(4)}`).join(' ');
  };
};

/** Of the failure's reason what the program itself printed. */
const lastWords = (reason: string | undefined): string[] =>
  /ErrorMessage "([\s\S]*?)"\n/.exec(`${reason ?? ''}\n`)?.[1]?.split('\n') ?? [];
