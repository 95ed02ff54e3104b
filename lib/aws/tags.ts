import 'server-only';
import { AddTagsCommand, DeleteTagsCommand, ListTagsCommand, type Tag } from '@aws-sdk/client-sagemaker';
import { type TagChange } from '../training/job-tags';
import { type Backend } from './backends';
import { getClients } from './clients';
import { tagsOf } from './decode-training-job';
import { readPages } from './pages';
import { translating } from './translate-error';

export const listTags = (backend: Backend, arn: string): Promise<Record<string, string>> =>
  translating(backend, `list the tags of ${arn}`, async () => {
    const pages = readPages(
      (NextToken) =>
        getClients(backend).sagemaker.send(
          new ListTagsCommand({ ResourceArn: arn, MaxResults: 100, NextToken }),
        ),
      (page) => page.NextToken,
    );
    const tags: Tag[] = [];
    for await (const { Tags = [] } of pages) tags.push(...Tags);
    return tagsOf(tags);
  });

/** What is set is there before anything is removed. @throws {SpotdeckError} quota (50 tags), denied … */
export const changeTags = (backend: Backend, arn: string, { set, remove }: TagChange): Promise<void> =>
  translating(backend, `change the tags of ${arn}`, async () => {
    const { sagemaker } = getClients(backend);
    const tags = set.map(({ key, value }) => ({ Key: key, Value: value }));
    if (tags.length > 0) await sagemaker.send(new AddTagsCommand({ ResourceArn: arn, Tags: tags }));
    if (remove.length > 0) await sagemaker.send(new DeleteTagsCommand({ ResourceArn: arn, TagKeys: remove }));
  });
