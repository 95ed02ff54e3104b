/**
 * Search as AWS offers it: an index that lags behind the jobs, leaves some out that are gone, and counts no further
 * than to its limit.
 */
type Job = Record<string, unknown> & { TrainingJobName?: string; LastModifiedTime?: number };
interface Found {
  Results?: { TrainingJob?: Job }[];
  TotalHits?: { Value?: number; Relation?: string };
  NextToken?: string;
}

export interface SearchLimits {
  /** A change shows so many ms after it was made. */
  lagMs: number;
  /** The count says 'at least so many' beyond it. */
  maxHits: number;
  /** Jobs that exist no more. */
  vanished: ReadonlySet<string>;
}

export const createSearchIndex = (now: () => number) => {
  /** Versions of each job as they were answered, oldest first. */
  const versions = new Map<string, Job[]>();

  const asIndexed = (job: Job, lagMs: number): Job | undefined => {
    const known = versions.get(job.TrainingJobName ?? '') ?? [];
    if (known.at(-1)?.LastModifiedTime !== job.LastModifiedTime) known.push(job);
    versions.set(job.TrainingJobName ?? '', known);
    return known.findLast(({ LastModifiedTime = 0 }) => LastModifiedTime * 1000 <= now() - lagMs);
  };

  return (answer: string, { lagMs, maxHits, vanished }: SearchLimits): string => {
    const page = JSON.parse(answer) as Found;
    const asked = page.Results ?? [];
    const kept = asked.flatMap(({ TrainingJob: job }) => {
      if (job === undefined || vanished.has(job.TrainingJobName ?? '')) return [];
      const indexed = asIndexed(job, lagMs);
      return indexed === undefined ? [] : [{ TrainingJob: indexed }];
    });
    const total = (page.TotalHits?.Value ?? 0) - (asked.length - kept.length);
    return JSON.stringify({
      ...page,
      Results: kept,
      ...(page.TotalHits && {
        TotalHits:
          total > maxHits
            ? { Value: maxHits, Relation: 'GreaterThanOrEqualTo' }
            : { ...page.TotalHits, Value: total },
      }),
    });
  };
};
