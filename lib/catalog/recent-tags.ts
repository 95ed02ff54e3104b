/**
 * Tags that were given to jobs here a moment ago. Search answers from an index that lags behind, and a tag changes no time
 * by which its answer could be told to be older: it counts only once it has these tags, or their time is over.
 */
import { type TrainingJob } from '../training/training-job';

/** Search has always caught up within so long, in ms; later it is somebody else's change. */
export const recentTagsMs = 300_000;
/** So many jobs' tags are held; beyond that the oldest are taken as Search has them. */
const maxHeld = 10_000;

export const createRecentTags = () => {
  const held = new Map<string, { createdAt: number; tags: Record<string, string>; until: number }>();
  return {
    /** @param at when they were given, ms since the epoch */
    keep: ({ name, createdAt, tags }: TrainingJob, at: number): void => {
      if (tags === undefined) return;
      held.delete(name);
      held.set(name, { createdAt, tags, until: at + recentTagsMs });
      for (const [oldest, { until }] of held) {
        if (until > at && held.size <= maxHeld) break;
        held.delete(oldest);
      }
    },
    /** The job as it was answered, with the tags that it was given here where the answer cannot know them yet. */
    heldAgainst: (job: TrainingJob, at: number): TrainingJob => {
      const recent = held.get(job.name);
      if (recent === undefined || job.tags === undefined) return job;
      if (recent.createdAt === job.createdAt && at < recent.until && !areEqual(recent.tags, job.tags))
        return { ...job, tags: recent.tags };
      held.delete(job.name);
      return job;
    },
  };
};

const areEqual = (one: Record<string, string>, other: Record<string, string>): boolean => {
  const sorted = (tags: Record<string, string>) => JSON.stringify(Object.entries(tags).sort());
  return sorted(one) === sorted(other);
};
