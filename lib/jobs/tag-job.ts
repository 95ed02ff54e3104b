import 'server-only';
import { z } from 'zod';
import { changeTags, listTags } from '../aws/tags';
import { describeTrainingJob } from '../aws/training-jobs';
import { recordChange } from '../backfill/job-catalog';
import { refreshJob } from '../backfill/watch-job';
import { changedTags } from '../training/job-tags';
import { tagChangeSchema } from '../training/job-tag-schemas';
import { defineUseCase } from '../use-cases/define-use-case';
import { jobNameInput } from '../use-cases/name-inputs';

/**
 * Changes a job's tags, which SageMaker allows at any time, and a list shows it at once: Search would tell minutes later.
 * @returns the tags that the job has then.
 * @throws {SpotdeckError} not-found; quota, where it would have more than 50; denied …
 */
export const tagJob = defineUseCase({
  name: 'tag-job',
  input: z.strictObject({ name: jobNameInput, change: tagChangeSchema }),
  access: 'operate',
  changes: true,
  subject: ({ name, change }) => ({
    job: name,
    set: change.set.map(({ key }) => key).join(' '),
    removed: change.remove.join(' '),
  }),
  run: async ({ backend }, { name, change }): Promise<Record<string, string>> => {
    const job = await describeTrainingJob(backend, name);
    await changeTags(backend, job.arn, change);
    const tags = changedTags(await listTags(backend, job.arn), change);
    await recordChange(backend.slug, { ...job, tags });
    refreshJob(backend.slug, name);
    return tags;
  },
});
