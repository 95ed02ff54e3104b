import { z } from 'zod';
import { jobNameSchema } from '../training/job-name';

/** What a message of a queue is: a change of a job's state that EventBridge tells of, something else, or unreadable. */
export type QueuedEvent =
  | { kind: 'change'; id: string; account: string; region: string; jobName: string }
  | { kind: 'other' }
  | { kind: 'unreadable' };

/** SQS takes messages of a megabyte (Amazon SQS quotas, August 2025), and EventBridge events of a quarter of that. */
const maxBodyLength = 1_048_576;

/**
 * The envelope alone: of what is told of the job nothing is believed.
 * https://docs.aws.amazon.com/sagemaker/latest/dg/automating-sagemaker-with-eventbridge.html
 */
const envelope = z.looseObject({
  id: z.string().min(1).max(256),
  source: z.string(),
  'detail-type': z.string(),
  account: z.string(),
  region: z.string(),
  detail: z.unknown(),
});
const namedJob = z.looseObject({ TrainingJobName: jobNameSchema });

export const decodeStateChange = (body: string): QueuedEvent => {
  if (body.length > maxBodyLength) return { kind: 'unreadable' };
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    // No JSON is no event; it is told of by what becomes of the message.
    return { kind: 'unreadable' };
  }
  const read = envelope.safeParse(parsed);
  if (!read.success) return { kind: 'unreadable' };
  const { id, source, account, region, detail } = read.data;
  if (source !== 'aws.sagemaker' || read.data['detail-type'] !== 'SageMaker Training Job State Change')
    return { kind: 'other' };
  const job = namedJob.safeParse(detail);
  return job.success
    ? { kind: 'change', id, account, region, jobName: job.data.TrainingJobName }
    : { kind: 'unreadable' };
};
