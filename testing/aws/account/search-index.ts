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
  /** The index stands still: it knows what was so then, ms since the epoch, and nothing later. */
  asOf?: number | undefined;
  /** The count says 'at least so many' beyond it. */
  maxHits: number;
  /** Jobs that exist no more. */
  vanished: ReadonlySet<string>;
}

export const createSearchIndex = (now: () => number) => {
  /** Versions of each job as they were answered, oldest first, with when each began. */
  const versions = new Map<string, { job: Job; since: number }[]>();

  const asIndexed = (job: Job, until: number): Job | undefined => {
    const known = versions.get(job.TrainingJobName ?? '') ?? [];
    const last = known.at(-1)?.job;
    const modifiedAt = (job.LastModifiedTime ?? 0) * 1000;
    // A tag changes no time of the job: that version is of when it was first seen.
    if (last?.LastModifiedTime !== job.LastModifiedTime) known.push({ job, since: modifiedAt });
    else if (JSON.stringify(last) !== JSON.stringify(job)) known.push({ job, since: now() });
    versions.set(job.TrainingJobName ?? '', known);
    return known.findLast(({ since }) => since <= until)?.job;
  };

  return (answer: string, { lagMs, asOf = Infinity, maxHits, vanished }: SearchLimits): string => {
    const page = JSON.parse(answer) as Found;
    const asked = page.Results ?? [];
    const kept = asked.flatMap(({ TrainingJob: job }) => {
      if (job === undefined || vanished.has(job.TrainingJobName ?? '')) return [];
      const indexed = asIndexed(job, Math.min(now() - lagMs, asOf));
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
