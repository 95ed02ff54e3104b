import 'server-only';
import { SpotdeckError } from '../errors/spotdeck-error';
import { partitionOf } from '../training/aws-partitions';
import { type Backend } from './backends';
import { wantedClient } from './clients';
import { translating } from './translate-error';

export interface QueuedMessage {
  body: string;
  /** By which it is removed; it comes again where it is not. */
  receipt: string;
}

/** An SQS queue, as one who takes events from it needs it. */
export interface EventQueue {
  url: string;
  /** Whether messages that nobody can read are put aside by SQS itself. */
  hasDeadLetters: () => Promise<boolean>;
  /** Answers as soon as there is a message, and with none after 20 s. */
  receive: (signal: AbortSignal) => Promise<QueuedMessage[]>;
  /** What cannot be removed comes again. */
  remove: (messages: readonly QueuedMessage[]) => Promise<void>;
}

/** The longest that SQS waits (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html). */
const waitSeconds = 20;

/** @param options.waitSeconds how long SQS waits for a message, 0 to 20 */
export const openEventQueue = (
  backend: Backend,
  url: string,
  options: { waitSeconds?: number } = {},
): EventQueue => {
  const { origin } = new URL(url);
  /** Few have a queue, so its client is loaded where one is named. */
  const load = async () => {
    requireOwn(backend, url);
    return wantedClient(backend, `sqs ${origin}`, async (config) => {
      const { SQSClient } = await import('@aws-sdk/client-sqs');
      const requestHandler = { ...config.requestHandler, requestTimeout: (waitSeconds + 10) * 1000 };
      return new SQSClient({ ...config, endpoint: origin, requestHandler });
    });
  };
  return {
    url,
    hasDeadLetters: () =>
      translating(backend, `read the attributes of the queue ${url}`, async () => {
        const { GetQueueAttributesCommand } = await import('@aws-sdk/client-sqs');
        const { Attributes } = await (
          await load()
        ).send(new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['RedrivePolicy'] }));
        return Attributes?.RedrivePolicy !== undefined;
      }),
    receive: (signal) =>
      translating(backend, `receive messages of the queue ${url}`, async () => {
        const { ReceiveMessageCommand } = await import('@aws-sdk/client-sqs');
        const { Messages = [] } = await (
          await load()
        ).send(
          new ReceiveMessageCommand({
            QueueUrl: url,
            MaxNumberOfMessages: 10,
            WaitTimeSeconds: options.waitSeconds ?? waitSeconds,
          }),
          { abortSignal: signal },
        );
        return Messages.flatMap(({ Body: body = '', ReceiptHandle: receipt }) =>
          receipt === undefined ? [] : [{ body, receipt }],
        );
      }),
    remove: async (messages) => {
      if (messages.length === 0) return;
      await translating(backend, `remove messages from the queue ${url}`, async () => {
        const { DeleteMessageBatchCommand } = await import('@aws-sdk/client-sqs');
        const Entries = messages.map(({ receipt }, index) => ({
          Id: String(index),
          ReceiptHandle: receipt,
        }));
        await (await load()).send(new DeleteMessageBatchCommand({ QueueUrl: url, Entries }));
      });
    },
  };
};

/** What is signed with AWS's credentials goes to AWS, and there to the Region that it is signed for. */
const requireOwn = ({ region, endpoint }: Backend, url: string): void => {
  const { hostname, protocol } = new URL(url);
  // The settings let in the clear go to this machine alone.
  if (protocol === 'http:' || endpoint !== undefined) return;
  const { domain } = partitionOf(region);
  const isHere =
    hostname.endsWith(`.${domain}`) &&
    // The oldest form of an address has no Region.
    (hostname.split('.').includes(region) || (hostname === 'queue.amazonaws.com' && region === 'us-east-1'));
  if (isHere) return;
  throw new SpotdeckError(
    'invalid-input',
    `The queue ${url} is none of ${region}: SPOTDECK_EVENT_QUEUES has to name one of SQS in the Region of its jobs, whose address begins with https://sqs.${region}.${domain}/.`,
  );
};
