import { z } from 'zod';
import type { DeclaredOperation } from '../declared-operation';
import { AwsError } from '../../core/aws-error';
import { list, text } from '../../core/input/constraint';
import { existingGroup, groupName, invalidParameter, type LogsReader, declare, tagMap } from './logs-input';

/**
 * Tags of log groups, by the operations of today, which name an ARN, and by those of before, which name the group.
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_TagResource.html
 */

const maxTags = 50;
const tagKeys = list(text({ min: 1, max: 128 }), { min: 1, max: maxTags });
const byArn = { resourceArn: text({ min: 1, max: 1011, pattern: '[\\w+=/:,.@#\\-*]*' }) };
const byName = { logGroupName: groupName };

const addInput = z.strictObject({ ...byArn, tags: tagMap });
const addToGroupInput = z.strictObject({ ...byName, tags: tagMap });
const removeInput = z.strictObject({ ...byArn, tagKeys });
const removeFromGroupInput = z.strictObject({ ...byName, tags: tagKeys });
const listInput = z.strictObject(byArn);
const listOfGroupInput = z.strictObject(byName);

const groupOf = (reader: LogsReader, request: { resourceArn: string } | { logGroupName: string }): string => {
  if ('logGroupName' in request) return existingGroup(reader, request);
  if (!/^arn:[^:]*:logs:[^:]*:\d*:log-group:/.test(request.resourceArn)) {
    throw invalidParameter('The local backend has tags of log groups only: resourceArn must be one’s ARN.');
  }
  return existingGroup(reader, { logGroupIdentifier: request.resourceArn });
};

const add = (reader: LogsReader, group: string, tags: Readonly<Record<string, string>>): object => {
  const all = { ...reader.logs.tags(group), ...tags };
  if (Object.keys(all).length > maxTags) {
    throw new AwsError('TooManyTagsException', `A log group can have up to ${maxTags} tags.`);
  }
  reader.logs.setTags(group, all);
  return {};
};

const remove = (reader: LogsReader, group: string, keys: readonly string[]): object => {
  const left = Object.entries(reader.logs.tags(group)).filter(([key]) => !keys.includes(key));
  reader.logs.setTags(group, Object.fromEntries(left));
  return {};
};

export const tagResource = (reader: LogsReader): DeclaredOperation =>
  declare(addInput, (request) => {
    return add(reader, groupOf(reader, request), request.tags);
  });

export const tagLogGroup = (reader: LogsReader): DeclaredOperation =>
  declare(addToGroupInput, (request) => {
    return add(reader, groupOf(reader, request), request.tags);
  });

export const untagResource = (reader: LogsReader): DeclaredOperation =>
  declare(removeInput, (request) => {
    return remove(reader, groupOf(reader, request), request.tagKeys);
  });

export const untagLogGroup = (reader: LogsReader): DeclaredOperation =>
  declare(removeFromGroupInput, (request) => {
    return remove(reader, groupOf(reader, request), request.tags);
  });

export const listTagsForResource = (reader: LogsReader): DeclaredOperation =>
  declare(listInput, (request) => ({
    tags: reader.logs.tags(groupOf(reader, request)),
  }));

export const listTagsLogGroup = (reader: LogsReader): DeclaredOperation =>
  declare(listOfGroupInput, (request) => ({ tags: reader.logs.tags(groupOf(reader, request)) }));
