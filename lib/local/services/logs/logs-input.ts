import { type z } from 'zod';
import { type LogQueries, type LogStore } from '../../store/log-store';
import { AwsError } from '../../wire/errors';
import { parseInput, text, whole } from '../sagemaker/constraint';

/** What the operations of CloudWatch Logs share: their members, their errors and how a group is named. */

export interface LogsReader {
  logs: LogStore & LogQueries;
}

export const groupName = text({ min: 1, max: 512, pattern: '[\\.\\-_/#A-Za-z0-9]+' });
export const streamName = text({ min: 1, max: 512, pattern: '[^:*]*' });
export const pageToken = text({ min: 1 });
/** Milliseconds since the epoch. */
export const eventTime = whole({ min: 0 });

/** A group is given by its name, or by an identifier that is a name or an ARN. */
export const groupMembers = {
  logGroupName: groupName.optional(),
  logGroupIdentifier: text({ min: 1, max: 2048, pattern: '[\\w#+=/:,.@\\-*]*' }).optional(),
};

export const invalidParameter = (message: string): AwsError =>
  new AwsError('InvalidParameterException', message);

const notFound = (what: 'group' | 'stream'): AwsError =>
  new AwsError('ResourceNotFoundException', `The specified log ${what} does not exist.`);

/** Reads an operation's input. Throws InvalidParameterException, or SerializationException for a wrong type. */
export const parseLogsInput = <Output>(schema: z.ZodType<Output>, input: unknown): Output => {
  try {
    return parseInput(schema, input);
  } catch (error) {
    if (error instanceof AwsError && error.code === 'ValidationException')
      throw invalidParameter(error.message);
    throw error;
  }
};

/** The name of a group that exists. Throws InvalidParameterException or ResourceNotFoundException. */
export const existingGroup = (
  { logs }: LogsReader,
  input: { logGroupName?: string; logGroupIdentifier?: string },
): string => {
  const { logGroupName, logGroupIdentifier } = input;
  if ((logGroupName === undefined) === (logGroupIdentifier === undefined)) {
    throw invalidParameter('Exactly one of logGroupName and logGroupIdentifier must be given.');
  }
  const name = logGroupName ?? (logGroupIdentifier ?? '').replace(/^arn:[^:]*:logs:[^:]*:\d*:log-group:/, '');
  const group = name.replace(/:\*$/, '');
  if (!logs.hasGroup(group)) throw notFound('group');
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
