/** Keeps the sums that most reports are made of before anybody asks for them, a little at a time. */
import { type GroupSums, type JobSums } from '../training/report/amounts';
import { maxNameParts } from '../training/report/name-parts';
import { ownerKeyOf } from '../training/report/owner-tag';
import { type CatalogDatabase } from './catalog-database';
import { dayMs } from './days';
import { type CatalogScope, findScopeId } from './job-store';
import { type createKeptSums, type Summed } from './kept-sums';
import { findEnds, listTagKeys } from './report-jobs';
import { type RungSums } from './sum-columns';
import { type NamedJobs } from './summed-jobs';

/** Sums by further tags are made when they are asked for. */
const tagsAhead = 3;
const maxTagKeys = 50;

interface SummedJobs {
  byKind: (report: NamedJobs) => Summed<JobSums>;
  byRung: (report: NamedJobs) => Summed<RungSums>;
  byTag: (report: NamedJobs, key: string) => Summed<GroupSums>;
  byPrefix: (report: NamedJobs, parts: number) => Summed<GroupSums>;
}

/**
 * One turn takes a day or a few, and at least one.
 * @param endedFrom ms since 1970: of days before there may be jobs that are not in the catalog yet
 * @param turnMs how long a turn may take
 * @returns whether there is more to do
 */
export type KeepAhead = (endedFrom: number, turnMs: number) => boolean;

export const createSumsAhead = (
  database: CatalogDatabase,
  scope: CatalogScope,
  kept: Pick<ReturnType<typeof createKeptSums>, 'missingDays' | 'keep'>,
  { byKind, byRung, byTag, byPrefix }: SummedJobs,
): KeepAhead => {
  /** Of what all days are kept, as of this version of the catalog. */
  let done: { version: number; from: number } | undefined;

  const partCounts = Array.from({ length: maxNameParts }, (_, index) => index + 1);
  const tags = (id: number): string[] => {
    const keys = listTagKeys(database, id, maxTagKeys);
    return [...new Set([...keys.slice(0, tagsAhead), ownerKeyOf(keys) ?? []].flat())];
  };

  return (endedFrom, turnMs) => {
    const version = database.version('jobs', 'progress');
    if (done?.version === version && done.from <= endedFrom) return false;
    const began = performance.now();
    const id = findScopeId(database, scope);
    const ends = findEnds(database, id);
    if (ends === undefined) return false;
    const period = {
      from: Math.max(ends.first, (Math.floor(endedFrom / dayMs) + 1) * dayMs),
      before: ends.last + 1,
    };
    const spent = () => performance.now() - began >= turnMs;
    /** @returns whether all are kept */
    const keep = <Sums extends object>(summed: Summed<Sums>): boolean => {
      for (const day of kept.missingDays(summed, period)) {
        kept.keep(summed, [day]);
        if (spent()) return false;
      }
      return true;
    };
    const all =
      keep(byKind({})) &&
      keep(byRung({})) &&
      tags(id).every((key) => keep(byTag({}, key))) &&
      partCounts.every((parts) => keep(byPrefix({}, parts)));
    if (all) done = { version, from: endedFrom };
    return !all;
  };
};
