/** Reads all jobs behind a list, a part at a time, however many they are. */
import { type JobFilters, type JobRow, type ListedStanding } from '../training/job-list';
import { type CatalogDatabase, type Row } from './catalog-database';
import { conditionOf } from './job-conditions';
import { scopeIdOf, type CatalogScope } from './job-store';

/** One job with what a savings report counts of it. Absent is unknown. */
export interface ExportedJob extends Omit<JobRow, 'position' | 'counts' | 'of' | 'epochShare'> {
  failed: boolean;
  /** Whole seconds from creation to end. */
  durationSeconds?: number;
  /** On-demand price of one instance. */
  usdPerHour?: number;
  waitingSeconds: number;
  recomputedEpochs?: number;
  lostSeconds?: number;
  /** Whether it saves checkpoints. */
  checkpoints: boolean;
  standing: ListedStanding;
}

const jobsAtOnce = 1_000;

/**
 * Jobs that match, in the order the catalog met them. Each part is a query of its own, so that nothing is held
 * between two: a job that is stored meanwhile may be in it, none is in it twice.
 */
export function* exportedJobs(
  database: CatalogDatabase,
  scope: CatalogScope,
  filters: JobFilters,
  atOnce = jobsAtOnce,
): Generator<ExportedJob[], undefined> {
  let after = 0;
  for (;;) {
    const { where, parameters } = conditionOf(scopeIdOf(database, scope), filters);
    // By an index each part would find and sort all matches anew; along the table, all parts read it once.
    const rows = database.all(
      `SELECT id, name, status, secondary_status, spot, created_at, ended_at, instance_type, instance_count,
         training_seconds, billable_seconds, useful_seconds, at_most, saved_share, duration_seconds, outcome, interruptions, waiting_seconds, recomputed_epochs,
         lost_seconds, checkpointed, standing,
         (SELECT usd_per_hour FROM price
          WHERE price.scope = job.scope AND price.instance_type = job.instance_type) AS usd_per_hour
       FROM job NOT INDEXED WHERE id > ? AND ${where} ORDER BY id LIMIT ?`,
      ...[after, ...parameters, atOnce],
    );
    if (rows.length > 0) yield rows.map(exportedOf);
    if (rows.length < atOnce) return undefined;
    after = Number(rows.at(-1)?.id);
  }
}

const exportedOf = (row: Row): ExportedJob => {
  const optional = {
    endedAt: row.ended_at,
    instanceType: row.instance_type,
    instanceCount: row.instance_count,
    trainingSeconds: row.training_seconds,
    billableSeconds: row.billable_seconds,
    usefulSeconds: row.useful_seconds,
    savedShare: row.saved_share,
    durationSeconds: row.duration_seconds,
    usdPerHour: row.usd_per_hour,
    recomputedEpochs: row.recomputed_epochs,
    lostSeconds: row.lost_seconds,
  };
  const unpriced = row.standing === 'counted' && row.usd_per_hour === null;
  return {
    name: String(row.name),
    status: String(row.status),
    secondaryStatus: String(row.secondary_status),
    spot: row.spot === 1,
    failed: row.outcome === 'failed',
    atMost: row.at_most === 1,
    createdAt: Number(row.created_at),
    interruptions: Number(row.interruptions),
    waitingSeconds: Number(row.waiting_seconds),
    checkpoints: row.checkpointed === 1,
    standing: unpriced ? 'unpriced' : (row.standing as ListedStanding),
    ...Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== null)),
  };
};
