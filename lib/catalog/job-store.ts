import sql, { join, raw, type Sql } from 'sql-template-tag';
import { z } from 'zod';
import { type Counting } from '../training-log/model';
import { type JobSnapshot } from '../training/job-snapshot';
import { isTerminal } from '../training/status';
import { type TrainingJob } from '../training/training-job';
import { type CatalogDatabase } from './catalog-database';
import { columnsOf, jobColumns } from './job-columns';
import { countInAccount } from './job-counts';
import { findTraits } from './job-traits';
import { readDocument, newerOf, removeRows, writeDocument } from './job-documents';
import { backfillProgress } from './backfill-progress';
import { flag, number, readerOf, text } from './rows';
import { createRecentTags } from './recent-tags';
import { readBackfillDocument } from './stored-documents';
import { readState, type SyncState, writeState } from './sync-state';

/** Whose jobs: those of different accounts never mix, though a backend's slug is the same. */
export interface CatalogScope {
  /** Slug of the backend. */
  backend: string;
  account: string;
}

/** Progress that a job's log told. */
export interface EpochProgress {
  /** Epochs, rounds or steps complete, with a fraction. */
  position?: number;
  /** How many are planned. */
  of?: number;
  /** Part that is complete, 0 to 1. */
  share?: number;
  /** What the log counts by. */
  counts?: Counting;
  /** The job has ended and its whole log was read: there is no more to read. */
  final: boolean;
  /** Epochs trained again, and whole seconds of training lost to interruptions. */
  recomputedEpochs?: number;
  lostSeconds?: number;
  /** The log told of every attempt what it lost. */
  lostExact?: boolean;
  /** Between two checkpoints, as S3 shows them. */
  checkpointIntervalSeconds?: number;
}

/** What a job's log, CloudWatch and S3 told of it, as its page shows it. */
export type Backfill = Pick<JobSnapshot, 'reading' | 'oldReading' | 'stored' | 'metrics' | 'checkpoints'>;

/**
 * `running`: Search too, asked for what runs, whose duration grows with each look. `changed-here`: Describe, right after
 * the job was changed by this process, with the tags that it was given.
 */
type Source = 'search' | 'running' | 'describe' | 'changed-here';

/** Writes and reads the catalog's jobs of one scope. */
export interface JobStore {
  /**
   * Stores what is new or newer.
   * @param source Search answers from an index that may lag behind, so Describe's answer of the same age counts, and
   *   tags that were given here stay until Search has them.
   * @returns how many changed.
   */
  storeJobs: (jobs: readonly TrainingJob[], observedAt: number, source: Source) => number;
  /** Takes a job out that somebody deleted; an answer that lags behind does not bring it back. */
  removeJob: (name: string) => boolean;
  /**
   * Keeps a job that is no longer in the account, marked.
   * @param createdAt of the job that is meant, where another one may have its name
   * @returns it, and whether that is news; undefined where it is not known
   */
  markGone: (
    name: string,
    at: number,
    createdAt?: number,
  ) => { job: TrainingJob; isNews: boolean } | undefined;
  /** Marks what a finished walk has not met, unless it changed since. @returns how many. */
  markUnmet: (unlessModifiedSince: number, at: number) => number;
  recordEpochs: (name: string, progress: EpochProgress) => boolean;
  /** Keeps all that was backfilled of a finished job, for when its log and metrics are gone. */
  recordBackfill: (job: Pick<TrainingJob, 'name' | 'createdAt'>, backfill: Backfill) => void;
  /** @returns undefined for what was never backfilled, and of an earlier job of that name. */
  readBackfill: (job: Pick<TrainingJob, 'name' | 'createdAt'>) => Backfill | undefined;
  /** Names of interrupted jobs that have ended, newest first, whose whole log was never read. */
  toBackfill: (limit: number) => string[];
  countToBackfill: () => number;
  /** Of these, the finished jobs whose whole log was never read. */
  withoutEpochs: (names: readonly string[]) => string[];
  readJob: (name: string) => TrainingJob | undefined;
  /** Names of running jobs, those longest not described first, leaving out those described since. */
  runningJobs: (limit: number, describedUntil: number) => string[];
  /** Jobs that are in the account. */
  count: () => number;
  syncState: () => SyncState;
  saveSyncState: (change: Partial<SyncState> & { walkBefore?: number }) => void;
}

/** Search may show a job for so long that was deleted, and not show one that was created, in ms. */
export const indexLagMs = 60_000;
/** So many jobs that were taken out are remembered. */
const maxRemoved = 10_000;

export const createJobStore = (database: CatalogDatabase, scope: CatalogScope): JobStore => {
  /** Jobs that were taken out, by name, with their time of creation. */
  const removed = new Map<string, number>();
  const recentTags = createRecentTags();
  // Asked for each time, because a damaged catalog may have been begun again in between.
  const scopeId = () => findScopeId(database, scope);

  const find = (id: number, name: string): KnownJob | undefined => {
    const row = database.get(
      sql`SELECT ${knownJob.select} FROM job WHERE scope = ${id} AND name = ${name} COLLATE BINARY`,
    );
    return row && knownJob.read(row);
  };

  const recordEpochs = (name: string, progress: EpochProgress): boolean => {
    const columns = Object.entries(progressColumns(progress));
    const set = columns.map(([column, value]) => sql`${raw(column)} = ${value}`);
    const differs = columns.map(([column, value]) => sql`${raw(column)} IS NOT ${value}`);
    const { changes } = database.run(
      sql`UPDATE job SET ${join(set)}
        WHERE scope = ${scopeId()} AND name = ${name} COLLATE BINARY AND (${join(differs, ' OR ')})`,
      'progress',
    );
    return changes > 0;
  };

  const readBackfill: JobStore['readBackfill'] = ({ name, createdAt }) => {
    const document = database.value(
      sql`SELECT document FROM backfill
        WHERE backend = ${scope.backend} AND account = ${scope.account} AND name = ${name} AND created_at = ${createdAt}`,
      z.string(),
    );
    return document === undefined ? undefined : readBackfillDocument(name, document);
  };

  const hasAnyBackfill = (): boolean =>
    database.get(
      sql`SELECT 1 FROM backfill WHERE backend = ${scope.backend} AND account = ${scope.account} LIMIT 1`,
    ) !== undefined;

  /** A catalog that is built again has what was backfilled before, though the job's log may be gone. */
  const restoreBackfill = (job: TrainingJob) => {
    if (!isTerminal(job.status)) return;
    const backfill = readBackfill(job);
    // What an earlier reader backfilled is backfilled again, where the log is still there.
    if (backfill)
      recordEpochs(job.name, { ...backfillProgress(job, backfill), final: backfill.oldReading !== true });
  };

  const storeJob = (
    id: number,
    { walk, hasBackfill, traits }: Batch,
    answered: TrainingJob,
    observedAt: number,
    source: Source,
  ): boolean => {
    const described = source === 'describe' || source === 'changed-here';
    if (source === 'changed-here') recentTags.keep(answered, observedAt);
    const job = source === 'changed-here' ? answered : recentTags.heldAgainst(answered, observedAt);
    const stored = find(id, job.name);
    if (!described && removed.get(job.name) === job.createdAt) return false;
    if (stored === undefined) {
      const columns = columnsOf(job, observedAt);
      const { id: row } = database.run(
        sql`INSERT INTO job (scope, name, described_at, walk, usd_per_hour, traits, ${raw(jobColumns.join(', '))})
          VALUES (${id}, ${job.name}, ${described ? observedAt : 0}, ${walk}, (${priceOf(id, job)}),
            ${findTraits(database, id, columns, traits)}, ${join(columns)})`,
      );
      writeDocument(database, id, row, job, true);
      if (hasBackfill) restoreBackfill(job);
      return true;
    }
    const row = stored.id;
    if (stored.walk !== walk) database.run(sql`UPDATE job SET walk = ${walk} WHERE id = ${row}`, 'sync');
    const before = readDocument(database, row, job.name);
    // Search shows for a while what was deleted.
    const gone = before?.createdAt === job.createdAt ? before.goneAt : undefined;
    if (!described && gone !== undefined && observedAt < gone + indexLagMs) return false;
    const next = newerOf(before, job, { described, wasDescribed: stored.describedAt > 0 });
    const changed = JSON.stringify(before) !== JSON.stringify(next);
    if (!changed && (stored.terminal || source === 'search')) return false;
    // Of a job that only goes on it is later.
    writeColumns(id, row, next, observedAt, changed ? 'jobs' : 'progress');
    if (described) database.run(sql`UPDATE job SET described_at = ${observedAt} WHERE id = ${row}`, 'sync');
    // Of the earlier job of that name.
    if (before && next.createdAt > before.createdAt) recordEpochs(next.name, { final: false });
    if (changed) writeDocument(database, id, row, next);
    return changed;
  };

  const writeColumns = (
    id: number,
    row: number,
    job: TrainingJob,
    observedAt: number,
    topic: 'jobs' | 'progress',
  ) => {
    const values = columnsOf(job, observedAt);
    database.run(
      sql`UPDATE job SET ${join(jobColumns.map((column, index) => sql`${raw(column)} = ${values[index]}`))},
        usd_per_hour = (${priceOf(id, job)}) WHERE id = ${row}`,
      topic,
    );
  };

  /** What is no longer in the account, however many these are; of those that ran, more changes than the mark. */
  const mark = (id: number, condition: Sql, at: number): number => {
    const ran = database.all(sql`SELECT ${idAndName.select} FROM job WHERE terminal = 0 AND ${condition}`);
    database.run(
      sql`UPDATE job_document SET document = json_set(document, '$.goneAt', ${at})
        WHERE json_valid(document) AND job IN (SELECT id FROM job WHERE ${condition})`,
    );
    const { changes } = database.run(sql`UPDATE job SET gone_at = ${at} WHERE ${condition}`);
    for (const row of ran.map(idAndName.read)) {
      const job = readDocument(database, row.id, row.name);
      if (job) writeColumns(id, row.id, job, at, 'jobs');
    }
    return changes;
  };

  return {
    storeJobs: (jobs, observedAt, source) =>
      database.transaction(() => {
        const id = scopeId();
        const { walk } = readState(database, id);
        const batch = { walk, hasBackfill: hasAnyBackfill(), traits: new Map<string, number>() };
        return jobs.filter((job) => storeJob(id, batch, job, observedAt, source)).length;
      }),
    removeJob: (name) =>
      database.transaction(() => {
        const stored = find(scopeId(), name);
        if (stored) {
          const { createdAt = -1 } = readDocument(database, stored.id, name) ?? {};
          removed.delete(name);
          removed.set(name, createdAt);
          if (removed.size > maxRemoved) removed.delete([...removed.keys()][0] ?? '');
          removeRows(database, sql`id = ${stored.id}`);
        }
        database.run(
          sql`DELETE FROM backfill
            WHERE backend = ${scope.backend} AND account = ${scope.account} AND name = ${name}`,
        );
        return stored !== undefined;
      }),
    markGone: (name, at, createdAt) =>
      database.transaction(() => {
        const stored = find(scopeId(), name);
        const before = stored && readDocument(database, stored.id, name);
        if (stored === undefined) return undefined;
        if (before === undefined) {
          // There is nothing left to keep of it.
          removeRows(database, sql`id = ${stored.id}`);
          return undefined;
        }
        if (createdAt !== undefined && before.createdAt !== createdAt) return undefined;
        if (before.goneAt !== undefined) return { job: before, isNews: false };
        mark(scopeId(), sql`id = ${stored.id}`, at);
        return { job: { ...before, goneAt: at }, isNews: true };
      }),
    markUnmet: (unlessModifiedSince, at) =>
      database.transaction(() => {
        const id = scopeId();
        const { walk } = readState(database, id);
        return mark(
          id,
          sql`scope = ${id} AND walk < ${walk} AND modified_at < ${unlessModifiedSince} AND gone_at IS NULL`,
          at,
        );
      }),
    recordEpochs,
    recordBackfill: ({ name, createdAt }, backfill) => {
      database.run(
        sql`INSERT OR REPLACE INTO backfill (backend, account, name, created_at, document)
          VALUES (${scope.backend}, ${scope.account}, ${name}, ${createdAt}, ${JSON.stringify(backfill)})`,
        'progress',
      );
    },
    readBackfill,
    toBackfill: (limit) =>
      database.column(
        sql`SELECT name FROM ${toBackfill(scopeId())} ORDER BY ended_at DESC LIMIT ${limit}`,
        z.string(),
      ),
    countToBackfill: () =>
      database.value(sql`SELECT count(*) FROM ${toBackfill(scopeId())}`, z.number()) ?? 0,
    withoutEpochs: (names) => {
      const id = scopeId();
      return names.filter(
        (name) =>
          database.get(
            sql`SELECT 1 FROM job
              WHERE scope = ${id} AND name = ${name} COLLATE BINARY AND terminal = 1 AND epochs_final = 0`,
          ) !== undefined,
      );
    },
    readJob: (name) => {
      const stored = find(scopeId(), name);
      return stored && readDocument(database, stored.id, name);
    },
    runningJobs: (limit, describedUntil) =>
      database.column(
        sql`SELECT name FROM job WHERE scope = ${scopeId()} AND terminal = 0 AND described_at <= ${describedUntil}
          ORDER BY described_at LIMIT ${limit}`,
        z.string(),
      ),
    count: () => countInAccount(database, scopeId()),
    syncState: () => {
      const state = readState(database, scopeId());
      if (state.firstWalkDone) database.readFromMemory();
      return state;
    },
    saveSyncState: (change) => {
      database.transaction(() => {
        const id = scopeId();
        const next = { ...readState(database, id), ...change };
        writeState(database, id, next);
      });
    },
  };
};

export const findScopeId = (database: CatalogDatabase, { backend, account }: CatalogScope): number =>
  database.value(sql`SELECT id FROM scope WHERE backend = ${backend} AND account = ${account}`, z.number()) ??
  database.run(sql`INSERT INTO scope (backend, account, used_at) VALUES (${backend}, ${account}, 0)`).id;

/** The account that the backend's catalog is of, for when the backend cannot say; none where it is of several. */
export const findSoleAccount = (database: CatalogDatabase, backend: string): string | undefined => {
  const [account, ...others] = database.column(
    sql`SELECT account FROM scope WHERE backend = ${backend} AND as_of IS NOT NULL`,
    z.string(),
  );
  return others.length === 0 ? account : undefined;
};

/** What is the same for all jobs that are stored at once. */
interface Batch {
  walk: number;
  hasBackfill: boolean;
  /** Numbers of traits that were looked up. */
  traits: Map<string, number>;
}

/** What storing a job needs to know of the one that is there. */
interface KnownJob {
  id: number;
  terminal: boolean;
  /** 0 for a job that only Search told of. */
  describedAt: number;
  walk: number;
}
const idAndName = readerOf<{ id: number; name: string }>({ id: number('id'), name: text('name') });
const knownJob = readerOf<KnownJob>({
  id: number('id'),
  terminal: flag('terminal'),
  describedAt: number('described_at'),
  walk: number('walk'),
});

const progressColumns = (progress: EpochProgress): Record<string, number | string | null> => ({
  position: progress.position ?? null,
  counted_by: progress.counts ?? null,
  epoch_of: progress.of ?? null,
  epoch_share: progress.share ?? null,
  epochs_final: progress.final ? 1 : 0,
  recomputed_epochs: progress.recomputedEpochs ?? null,
  lost_seconds: progress.lostSeconds ?? null,
  lost_exact: progress.lostExact ? 1 : 0,
  checkpoint_interval_seconds: progress.checkpointIntervalSeconds ?? null,
});

/** The price of the job's type of instance. */
const priceOf = (scope: number, { instanceType }: TrainingJob): Sql =>
  sql`SELECT usd_per_hour FROM price WHERE scope = ${scope} AND instance_type = ${instanceType ?? null}`;

const toBackfill = (scope: number): Sql =>
  sql`job INDEXED BY job_to_backfill
    WHERE scope = ${scope} AND interruptions > 0 AND terminal = 1 AND epochs_final = 0`;
