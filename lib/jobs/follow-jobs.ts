import 'server-only';
import { describeError } from '../errors/describe-error';
import { type JobListEvents } from '../training/job-list';
import { jobQuerySchema } from '../training/job-query';
import { defineUseCase } from '../use-cases/define-use-case';
import { openEventStream } from '../watch/event-stream';
import { watchJobs } from './list-jobs';

/** A page of the job list, live, as server-sent events (JobListEvents); a slow reader gets the newest page only. */
export const followJobs = defineUseCase({
  name: 'follow-jobs',
  input: jobQuerySchema,
  access: 'watch',
  changes: false,
  run: ({ backend, clock }, query): ReadableStream<Uint8Array> =>
    openEventStream<JobListEvents>(clock, (outlet) => {
      let unsent: JobListEvents['page'] | undefined;
      let isLeft = false;
      let unwatch = () => {};
      watchJobs(backend.slug, query, (page) => {
        unsent = page;
        outlet.wake();
      }).then(
        (end) => {
          unwatch = end;
          if (isLeft) unwatch();
        },
        (error: unknown) => outlet.finish({ name: 'problem', data: describeError(error) }),
      );
      return {
        take: () => {
          const page = unsent;
          unsent = undefined;
          return { events: page ? [{ name: 'page', data: page }] : [] };
        },
        leave: () => {
          isLeft = true;
          unwatch();
        },
      };
    }),
});
