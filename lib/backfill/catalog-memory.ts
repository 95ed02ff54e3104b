import 'server-only';
import { createPriceStore } from '../catalog/price-store';
import { getBackend } from '../aws/backends';
import { callerIdentity } from '../aws/identity';
import { type TrainingJob } from '../training/training-job';
import { jobCatalog, type JobCatalog } from './job-catalog';
import { type JobMemory, type RecalledJob } from '../watch/job-memory';
import { endOf, isOver } from '../training/job-end';
import { storeBackfill } from './backfill-job';

/** The catalog as a job's memory. */
export const catalogMemory = (backendSlug: string, name: string): JobMemory => ({
  recall: async () => {
    const catalog = await jobCatalog(backendSlug);
    const job = catalog.store.readJob(name);
    if (job === undefined || !isOver(job)) return undefined;
    return recalled(catalog, job);
  },
  keep: async (job, backfill, readFrom) => {
    const { store, announce } = await jobCatalog(backendSlug);
    // What vanished is in the catalog, unless somebody took it out.
    const changed = job.goneAt === undefined && store.storeJobs([job], Date.now(), 'describe') > 0;
    if (storeBackfill(store, job, backfill, readFrom) || changed) announce();
  },
  replace: async (job) => {
    const { store, announce } = await jobCatalog(backendSlug);
    if (store.storeJobs([job], Date.now(), 'describe') > 0) announce();
  },
  vanish: async (createdAt) => {
    const catalog = await jobCatalog(backendSlug);
    // The credentials may have become those of another account, which never had the job.
    const { accountId } = await callerIdentity(getBackend(backendSlug));
    if (accountId !== catalog.scope.account) return undefined;
    const marked = catalog.store.markGone(name, Date.now(), createdAt);
    if (marked?.isNews) catalog.announce();
    return marked && recalled(catalog, marked.job);
  },
});

const recalled = ({ store, database, scope }: JobCatalog, job: TrainingJob): RecalledJob => {
  const backfill = store.readBackfill(job);
  const told = Math.max(store.syncState().asOf ?? 0, job.lastModifiedAt ?? 0, endOf(job));
  const prices = createPriceStore(database, scope).all();
  const price = prices.find(({ instanceType }) => instanceType === job.instanceType)?.price;
  const observedAt = Math.min(told, job.goneAt ?? Infinity);
  return { job, ...(backfill && { backfill }), ...(price && { price }), observedAt };
};
