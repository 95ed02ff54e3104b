import { z } from 'zod';
import { type Clock } from '../../core/clock';
import { type LogQueries, type LogStore } from '../../store/log-store';
import { AwsError } from '../../core/aws-error';
import { kept } from '../../core/input/member-use';
import { declareWith } from '../declared-operation';
import { text, textMap, whole } from '../../core/input/constraint';
import { parseInput } from '../input/parse-input';

/** What the operations of CloudWatch Logs share: their members, their errors and how a group is named. */

export interface LogsReader {
  logs: LogStore & LogQueries;
  clock: Clock;
  /** Events, a stream or a group were removed: their space can be freed. */
  afterRemoval?: () => void;
}

export const groupName = text({ min: 1, max: 512, pattern: '[\\.\\-_/#A-Za-z0-9]+' });
export const streamName = text({ min: 1, max: 512, pattern: '[^:*]*' });
export const pageToken = text({ min: 1 });
/** Milliseconds since the epoch. */
export const eventTime = whole({ min: 0 });

export const unmask = kept(z.boolean(), 'nothing is masked here').optional();

export const tagMap = textMap(
  { min: 1, max: 128, pattern: '([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+)' },
  { max: 256, pattern: '([\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*)' },
  50,
);

/** A group is given by its name, or by an identifier that is a name or an ARN. */
export const groupMembers = {
  logGroupName: groupName.optional(),
  logGroupIdentifier: text({ min: 1, max: 2048, pattern: '[\\w#+=/:,.@-]*' }).optional(),
};

/** AWS does not repeat a value that breaks a pattern. */
const withoutUnreadable = (message: string): string =>
  message.replace(
    /Value '[^']*' (at '\w+' failed to satisfy constraint: Member must satisfy regular)/g,
    'Value $1',
  );

export const invalidParameter = (message: string): AwsError =>
  new AwsError('InvalidParameterException', message);

export const notFound = (what: 'group' | 'stream'): AwsError =>
  new AwsError('ResourceNotFoundException', `The specified log ${what} does not exist.`);

/** Throws InvalidParameterException, which names a member that is not supported, or SerializationException. */
export const parseLogsInput = <Output>(schema: z.ZodType<Output>, input: unknown): Output => {
  try {
    return parseInput(schema, input);
  } catch (error) {
    if (error instanceof AwsError && error.code === 'ValidationException')
      throw invalidParameter(withoutUnreadable(error.message));
    throw error;
  }
};

/** An operation of a service that words its refusals as CloudWatch Logs does. */
export const declare = declareWith(parseLogsInput);

/** The name in an identifier that is a name or an ARN. */
export const groupOfIdentifier = (identifier: string): string =>
  identifier.replace(/^arn:[^:]*:logs:[^:]*:\d*:log-group:/, '').replace(/:\*$/, '');

/** The name of a group that exists. Throws InvalidParameterException or ResourceNotFoundException. */
export const existingGroup = (
  { logs }: LogsReader,
  input: { logGroupName?: string; logGroupIdentifier?: string },
): string => {
  const { logGroupName, logGroupIdentifier } = input;
  if ((logGroupName === undefined) === (logGroupIdentifier === undefined)) {
    throw invalidParameter('Exactly one of logGroupName and logGroupIdentifier must be given.');
  }
  const group = logGroupName ?? groupOfIdentifier(logGroupIdentifier ?? '');
  if (!logs.group(group)) throw notFound('group');
  return group;
};

export const existingStream = ({ logs }: LogsReader, group: string, name: string) => {
  const stream = logs.stream(group, name);
  if (!stream) throw notFound('stream');
  return stream;
};

/** A token that holds where a listing stopped; opaque to clients. */
export const writeToken = (content: object): string =>
  Buffer.from(JSON.stringify(content)).toString('base64url');

export const invalidToken = (): AwsError => invalidParameter('The specified nextToken is invalid.');

/** Throws InvalidParameterException for a token that `writeToken` did not write for this schema. */
export const readToken = <Output>(
  schema: z.ZodType<Output>,
  token: string | undefined,
): Output | undefined => {
  if (token === undefined) return undefined;
  let content: unknown;
  try {
    content = JSON.parse(Buffer.from(token, 'base64url').toString());
  } catch {
    throw invalidToken();
  }
  const parsed = schema.safeParse(content);
  if (!parsed.success) throw invalidToken();
  return parsed.data;
};

/** Sequence tokens order nothing since 2023; clients of before send back what they were given. */
export const sequenceToken = '4961'.padEnd(56, '0');
