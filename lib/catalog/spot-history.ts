import sql from 'sql-template-tag';
import { type SpotHistory } from '../training/spot-history';
import { type CatalogDatabase } from './catalog-database';
import { listJobKinds } from './job-kinds';
import { type CatalogScope, findScopeId } from './job-store';
import { number, perhaps, readerOf } from './rows';

const reader = readerOf<{ jobs: number; interruptedJobs: number; medianWaitSeconds: number | undefined }>({
  jobs: number('count(*)'),
  interruptedJobs: number('total(interruptions > 0)'),
  medianWaitSeconds: perhaps(number('avg(wait) FILTER (WHERE place IN ((jobs + 1) / 2, (jobs + 2) / 2))')),
});

/**
 * Of each type on which spot jobs have ended.
 * @param maxJobs of a type's newest jobs: they tell how it is now, and bound what is read of an account with a million
 */
export const spotHistories = (
  database: CatalogDatabase,
  scope: CatalogScope,
  maxJobs = 500,
): SpotHistory[] => {
  const id = findScopeId(database, scope);
  const types = listJobKinds(database, scope).flatMap(({ spot, instanceType }) =>
    spot && instanceType !== undefined ? [instanceType] : [],
  );
  return [...new Set(types)].sort().flatMap((instanceType) => {
    /** From the index alone, newest first. */
    const newest = (standing: string) =>
      sql`SELECT * FROM (SELECT interruptions, waiting_seconds + starting_seconds AS wait, ended_at
        FROM job INDEXED BY job_sums
        WHERE scope = ${id} AND standing = ${standing} AND spot = 1 AND instance_type = ${instanceType}
        ORDER BY ended_at DESC LIMIT ${maxJobs})`;
    const row = database.get(
      sql`WITH ended AS (${newest('counted')} UNION ALL ${newest('failed')} UNION ALL ${newest('unbilled')}),
        newest AS (SELECT * FROM ended ORDER BY ended_at DESC LIMIT ${maxJobs}),
        ranked AS (SELECT interruptions, wait, row_number() OVER (ORDER BY wait) AS place, count(*) OVER () AS jobs
          FROM newest)
        SELECT ${reader.select} FROM ranked`,
    );
    const { jobs, interruptedJobs, medianWaitSeconds } = reader.read(row ?? {});
    return jobs === 0 || medianWaitSeconds === undefined
      ? []
      : [{ instanceType, jobs, interruptedJobs, medianWaitSeconds }];
  });
};
