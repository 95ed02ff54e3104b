import 'server-only';
import { createPriceStore } from '../catalog/price-store';
import { isTerminal } from '../training/status';
import { jobCatalog } from './job-catalog';
import { type JobMemory } from '../watch/job-memory';
import { endOf } from '../training/job-end';
import { storeBackfill } from './backfill-job';

/** The catalog as a job's memory. */
export const catalogMemory = (backendSlug: string, name: string): JobMemory => ({
  recall: async () => {
    const { store, database, scope } = await jobCatalog(backendSlug);
    const job = store.readJob(name);
    if (job === undefined || !isTerminal(job.status)) return undefined;
    const backfill = store.readBackfill(job);
    const observedAt = Math.max(store.syncState().asOf ?? 0, job.lastModifiedAt ?? 0, endOf(job));
    const prices = createPriceStore(database, scope).all();
    const price = prices.find(({ instanceType }) => instanceType === job.instanceType)?.price;
    return { job, ...(backfill && { backfill }), ...(price && { price }), observedAt };
  },
  keep: async (job, backfill, readFrom) => {
    const { store, announce } = await jobCatalog(backendSlug);
    const changed = store.storeJobs([job], Date.now(), 'describe') > 0;
    if (storeBackfill(store, job, backfill, readFrom) || changed) announce();
  },
  replace: async (job) => {
    const { store, announce } = await jobCatalog(backendSlug);
    if (store.storeJobs([job], Date.now(), 'describe') > 0) announce();
  },
  forget: async () => {
    const { store, announce } = await jobCatalog(backendSlug);
    if (store.removeJob(name)) announce();
  },
});
