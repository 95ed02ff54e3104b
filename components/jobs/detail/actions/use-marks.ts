'use client';

import { useNotifications } from '@/components/shell/notifications';
import { askServer } from '@/components/shell/ask-server';
import { archivedTag, favouriteTag, markChange } from '@/lib/training/job-tags';
import { type JobActions } from './job-actions';

/** Marks a job as a favourite or as archived, or takes that back; says so, since the page goes on as before. */
export const useMarks = (jobName: string, tag: JobActions['tag']) => {
  const notifications = useNotifications();
  const mark = async (key: typeof favouriteTag | typeof archivedTag, wanted: boolean, done: string) => {
    const result = await askServer(() => tag(markChange(key, wanted)));
    if (result.ok) notifications.info({ header: done });
    else notifications.error({ header: `${jobName} was not marked`, content: result.error.message });
  };
  return {
    favour: (wanted: boolean) =>
      mark(
        favouriteTag,
        wanted,
        wanted ? `${jobName} is a favourite.` : `${jobName} is no favourite any more.`,
      ),
    archive: (wanted: boolean) =>
      mark(
        archivedTag,
        wanted,
        wanted
          ? `${jobName} is archived: lists leave it out, reports still count it.`
          : `${jobName} is back in the lists.`,
      ),
  };
};
