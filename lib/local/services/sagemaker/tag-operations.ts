import { z } from 'zod';
import { AwsError, validationError } from '../../core/aws-error';
import type { HostingStore } from '../../store/hosting-store';
import type { TrainingJobQueries } from '../../store/training-job-queries';
import type { TrainingJobStore } from '../../store/training-job-store';
import type { DeclaredOperations } from '../declared-operation';
import { list, text, whole } from '../../core/input/constraint';
import { declare } from '../input/parse-input';
import { tagKey, tags } from '../../core/requests/shared-shapes';

type TagMap = Readonly<Record<string, string>>;

const resourceArn = text({ max: 256, pattern: 'arn:aws[a-z\\-]*:sagemaker:[a-z0-9\\-]*:[0-9]{12}:.+' });
const addTagsInput = z.strictObject({ ResourceArn: resourceArn, Tags: tags });
const listTagsInput = z.strictObject({
  ResourceArn: resourceArn,
  NextToken: text({ max: 8192 }).optional(),
  MaxResults: whole({ min: 50 }).optional(),
});
const deleteTagsInput = z.strictObject({
  ResourceArn: resourceArn,
  TagKeys: list(tagKey, { min: 1, max: 50 }),
});

const maxTags = 50;

/** Reads a request's tags, given as list of keys and values. */
export const tagMap = (list: readonly { Key: string; Value: string }[] = []): TagMap =>
  Object.fromEntries(list.map(({ Key, Value }) => [Key, Value]));

const tagList = (map: TagMap) => Object.entries(map).map(([Key, Value]) => ({ Key, Value }));

/** https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_AddTags.html and its siblings */
export const createTagOperations = (
  jobs: TrainingJobStore,
  queries: TrainingJobQueries,
  hosting: HostingStore,
): DeclaredOperations => {
  /** The tags of a resource and how to replace them. */
  const find = (arn: string) => {
    const job = queries.byArn(arn);
    if (job)
      return {
        tags: job.tags,
        replace: (map: TagMap) => jobs.update(job.name, (record) => void (record.tags = map)),
      };
    for (const records of [hosting.models, hosting.endpointConfigs, hosting.endpoints]) {
      const record = records.byArn(arn);
      if (record)
        return {
          tags: record.tags,
          replace: (map: TagMap) => records.update(record.name, (one) => void (one.tags = map)),
        };
    }
    throw validationError('Requested resource not found.');
  };

  return {
    AddTags: declare(addTagsInput, (request) => {
      const resource = find(request.ResourceArn);
      const merged = { ...resource.tags, ...tagMap(request.Tags) };
      if (Object.keys(merged).length > maxTags) {
        throw new AwsError('ResourceLimitExceeded', `A resource can have at most ${maxTags} tags.`);
      }
      resource.replace(merged);
      return { Tags: tagList(merged) };
    }),
    // A resource has at most 50 tags and 50 is the smallest page, so there is never a second one.
    ListTags: declare(listTagsInput, ({ ResourceArn, NextToken, MaxResults: _any }) => {
      if (NextToken)
        throw validationError('Invalid pagination token because "there is no second page of tags".');
      return { Tags: tagList(find(ResourceArn).tags) };
    }),
    DeleteTags: declare(deleteTagsInput, (request) => {
      const resource = find(request.ResourceArn);
      const left = Object.entries(resource.tags).filter(([key]) => !request.TagKeys.includes(key));
      resource.replace(Object.fromEntries(left));
      return {};
    }),
  };
};
