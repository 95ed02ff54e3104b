/**
 * A queue of the account's as SQS offers it (JSON 1.0): long polling, messages that come again until they are deleted, and
 * a dead-letter queue. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/Welcome.html
 */
import { createHash, randomUUID } from 'node:crypto';
import { type OwnAnswer } from './own-answers';
import { type Refusal } from './refusals';

interface Message {
  id: string;
  body: string;
  visibleAt: number;
  receives: number;
}

export interface OwnQueue {
  /** Of its address. */
  path: string;
  /** Whether it is there; who waits for messages of one that is deleted is told so. */
  exists: () => boolean;
  set: (isThere: boolean) => void;
  /** A message that was received so often goes to the dead-letter queue; absent: there is none. */
  maxReceives?: number;
  visibilityMs: number;
  send: (...bodies: string[]) => void;
  /** What waits to be received, or to be deleted. */
  messages: () => string[];
  dead: string[];
  /** Answers a request; of a long poll as soon as there is something. */
  answer: (operation: string, body: string) => Promise<OwnAnswer | Refusal> | undefined;
  end: () => void;
}

export const createOwnQueue = (path = '/000000000000/spotdeck-events'): OwnQueue => {
  let messages: Message[] = [];
  let isThere = true;
  const waiting = new Set<() => void>();
  const wakeAll = () => [...waiting].forEach((wake) => wake());

  const receivable = (): Message[] => {
    const due = messages.filter(({ visibleAt }) => visibleAt <= Date.now());
    const spent = due.filter(({ receives }) => receives >= (queue.maxReceives ?? Infinity));
    queue.dead.push(...spent.map(({ body }) => body));
    messages = messages.filter((message) => !spent.includes(message));
    return due.filter((message) => !spent.includes(message));
  };

  const receive = async (max: number, waitSeconds: number) => {
    const until = Date.now() + waitSeconds * 1000;
    for (;;) {
      const found = isThere ? receivable().slice(0, max) : [];
      if (found.length > 0 || Date.now() >= until || !isThere) return found;
      const next = Math.min(until, ...messages.map(({ visibleAt }) => visibleAt)) - Date.now();
      await new Promise<void>((resolve) => {
        const timer = setTimeout(() => done(), Math.max(1, next));
        const done = () => {
          clearTimeout(timer);
          waiting.delete(done);
          resolve();
        };
        waiting.add(done);
      });
    }
  };

  const queue: OwnQueue = {
    path,
    exists: () => isThere,
    set: (now) => {
      isThere = now;
      wakeAll();
    },
    visibilityMs: 30_000,
    dead: [],
    messages: () => messages.map(({ body }) => body),
    send: (...bodies) => {
      messages.push(...bodies.map((body) => ({ id: randomUUID(), body, visibleAt: 0, receives: 0 })));
      wakeAll();
    },
    answer: async (operation, body) => {
      const asked = JSON.parse(body || '{}') as {
        QueueUrl?: string;
        MaxNumberOfMessages?: number;
        WaitTimeSeconds?: number;
        Entries?: { Id: string; ReceiptHandle: string }[];
      };
      const isMissing = () => !isThere || new URL(asked.QueueUrl ?? 'http://none').pathname !== path;
      if (isMissing()) return missing;
      if (operation === 'GetQueueAttributes')
        return json({
          Attributes:
            queue.maxReceives === undefined
              ? {}
              : { RedrivePolicy: JSON.stringify({ maxReceiveCount: queue.maxReceives }) },
        });
      if (operation === 'DeleteMessageBatch') {
        const entries = asked.Entries ?? [];
        const gone = new Set(entries.map(({ ReceiptHandle }) => ReceiptHandle));
        messages = messages.filter(({ id }) => !gone.has(id));
        return json({ Successful: entries.map(({ Id }) => ({ Id })), Failed: [] });
      }
      const found = await receive(asked.MaxNumberOfMessages ?? 1, asked.WaitTimeSeconds ?? 0);
      if (isMissing()) return missing;
      for (const message of found) {
        message.receives += 1;
        message.visibleAt = Date.now() + queue.visibilityMs;
      }
      return json({
        Messages: found.map(({ id, body: text }) => ({
          MessageId: id,
          ReceiptHandle: id,
          MD5OfBody: createHash('md5').update(text).digest('hex'),
          Body: text,
        })),
      });
    },
    end: () => queue.set(false),
  };
  return queue;
};

const json = (answer: object): OwnAnswer => ({
  contentType: 'application/x-amz-json-1.0',
  body: JSON.stringify(answer),
});

const missing: Refusal = {
  status: 400,
  code: 'com.amazonaws.sqs#QueueDoesNotExist',
  message: 'The specified queue does not exist.',
};

/** A change of a job's state as EventBridge puts it into a queue, with whatever the test says otherwise. */
export const stateChange = (
  jobName: string,
  detail: Record<string, unknown> = {},
  envelope: Record<string, unknown> = {},
): string =>
  JSON.stringify({
    version: '0',
    id: randomUUID(),
    'detail-type': 'SageMaker Training Job State Change',
    source: 'aws.sagemaker',
    account: '000000000000',
    time: new Date().toISOString(),
    region: 'us-east-1',
    resources: [`arn:aws:sagemaker:us-east-1:000000000000:training-job/${jobName.toLowerCase()}`],
    detail: { TrainingJobName: jobName, TrainingJobStatus: 'InProgress', Tags: {}, ...detail },
    ...envelope,
  });
