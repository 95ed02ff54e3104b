import { type Counting } from '../training-log/model';
import { type JobSnapshot } from '../training/job-snapshot';
import { backfillFrom } from './old-reading';
import { isTerminal } from '../training/status';
import { type TrainingJob } from '../training/training-job';
import { type CatalogDatabase } from './catalog-database';
import { columnsOf, jobColumns, modifiedAtOf } from './job-columns';
import { backfillProgress } from './backfill-progress';

/** Whose jobs: those of different accounts never mix, though a backend's slug is the same. */
export interface CatalogScope {
  /** Slug of the backend. */
  backend: string;
  account: string;
}

/** Where the synchronisation of one scope is. Times are ms since the epoch. */
export interface SyncState {
  /** All changes up to here are stored. */
  watermark?: number;
  /** The walk through older jobs goes on here; absent while there is none under way. */
  walkBefore?: number;
  walk: number;
  firstWalkDone: boolean;
  /** Jobs there are, where SageMaker says so. */
  total?: number;
  asOf?: number;
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

/** `running`: Search too, asked for what runs, whose duration grows with each look. */
type Source = 'search' | 'running' | 'describe';

/** Writes and reads the catalog's jobs of one scope. */
export interface JobStore {
  /**
   * Stores what is new or newer.
   * @param source Search answers from an index that may lag behind, so Describe's answer of the same age counts.
   * @returns how many changed.
   */
  storeJobs: (jobs: readonly TrainingJob[], observedAt: number, source: Source) => number;
  removeJob: (name: string) => boolean;
  /** Removes what a finished walk has not met, unless it changed since. @returns how many. */
  removeUnmet: (unlessModifiedSince: number) => number;
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
  count: () => number;
  syncState: () => SyncState;
  saveSyncState: (change: Partial<SyncState> & { walkBefore?: number }) => void;
}

export const createJobStore = (database: CatalogDatabase, scope: CatalogScope): JobStore => {
  // Asked for each time, because a damaged catalog may have been begun again in between.
  const scopeId = () => scopeIdOf(database, scope);

  const find = (id: number, name: string) =>
    database.get(
      'SELECT id, terminal, created_at, modified_at, described_at, walk FROM job WHERE scope = ? AND name = ? COLLATE BINARY',
      id,
      name,
    );

  const recordEpochs = (name: string, progress: EpochProgress): boolean => {
    const columns: [column: string, value: number | string | null][] = [
      ['position', progress.position ?? null],
      ['counted_by', progress.counts ?? null],
      ['epoch_of', progress.of ?? null],
      ['epoch_share', progress.share ?? null],
      ['epochs_final', progress.final ? 1 : 0],
      ['recomputed_epochs', progress.recomputedEpochs ?? null],
      ['lost_seconds', progress.lostSeconds ?? null],
      ['lost_exact', progress.lostExact ? 1 : 0],
      ['checkpoint_interval_seconds', progress.checkpointIntervalSeconds ?? null],
    ];
    const { changes } = database.run(
      `UPDATE job SET ${columns.map(([column], index) => `${column} = ?${index + 1}`).join(', ')}
       WHERE scope = ?${columns.length + 1} AND name = ?${columns.length + 2} COLLATE BINARY
         AND (${columns.map(([column], index) => `${column} IS NOT ?${index + 1}`).join(' OR ')})`,
      ...[...columns.map(([, value]) => value), scopeId(), name],
    );
    return changes > 0;
  };

  const readBackfill: JobStore['readBackfill'] = ({ name, createdAt }) => {
    const found = database.get(
      'SELECT document FROM backfill WHERE backend = ? AND account = ? AND name = ? AND created_at = ?',
      ...[scope.backend, scope.account, name, createdAt],
    );
    return found === undefined ? undefined : backfillFrom(JSON.parse(String(found.document)));
  };

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
    walk: number,
    job: TrainingJob,
    observedAt: number,
    source: Source,
  ): boolean => {
    const described = source === 'describe';
    const known = find(id, job.name);
    if (known === undefined) {
      const columns = ['scope', 'name', ...jobColumns, 'described_at', 'walk'];
      const { id: row } = database.run(
        `INSERT INTO job (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
        ...[id, job.name, ...columnsOf(job, observedAt), described ? observedAt : 0, walk],
      );
      writeDocument(database, id, row, job);
      restoreBackfill(job);
      return true;
    }
    const row = Number(known.id);
    if (known.walk !== walk) database.run('UPDATE job SET walk = ? WHERE id = ?', walk, row);
    const before = documentOf(database, row);
    const next = newerOf(before, job, { described, wasDescribed: Number(known.described_at) > 0 });
    const changed = JSON.stringify(before) !== JSON.stringify(next);
    if (!changed && (known.terminal === 1 || source === 'search')) return false;
    database.run(
      `UPDATE job SET ${jobColumns.map((column) => `${column} = ?`).join(', ')} WHERE id = ?`,
      ...[...columnsOf(next, observedAt), row],
    );
    if (described) database.run('UPDATE job SET described_at = ? WHERE id = ?', observedAt, row);
    if (before && next.createdAt > before.createdAt) {
      database.run(
        `UPDATE job SET position = NULL, counted_by = NULL, epoch_of = NULL, epoch_share = NULL, epochs_final = 0,
           recomputed_epochs = NULL, lost_seconds = NULL, lost_exact = 0, checkpoint_interval_seconds = NULL WHERE id = ?`,
        row,
      );
    }
    if (changed) writeDocument(database, id, row, next);
    return changed;
  };

  return {
    storeJobs: (jobs, observedAt, source) =>
      database.transaction(() => {
        const id = scopeId();
        const { walk } = readState(database, id);
        return jobs.filter((job) => storeJob(id, walk, job, observedAt, source)).length;
      }),
    removeJob: (name) =>
      database.transaction(() => {
        const known = find(scopeId(), name);
        if (known) removeRows(database, 'id = ?', [Number(known.id)]);
        database.run(
          'DELETE FROM backfill WHERE backend = ? AND account = ? AND name = ?',
          ...[scope.backend, scope.account, name],
        );
        return known !== undefined;
      }),
    removeUnmet: (unlessModifiedSince) =>
      database.transaction(() => {
        const id = scopeId();
        return removeRows(database, 'scope = ? AND walk < ? AND modified_at < ?', [
          id,
          readState(database, id).walk,
          unlessModifiedSince,
        ]);
      }),
    recordEpochs,
    recordBackfill: ({ name, createdAt }, backfill) => {
      database.run(
        'INSERT OR REPLACE INTO backfill (backend, account, name, created_at, document) VALUES (?, ?, ?, ?, ?)',
        ...[scope.backend, scope.account, name, createdAt, JSON.stringify(backfill)],
      );
    },
    readBackfill,
    toBackfill: (limit) =>
      database
        .all(
          `SELECT name FROM job INDEXED BY job_to_backfill
           WHERE scope = ? AND interruptions > 0 AND terminal = 1 AND epochs_final = 0
           ORDER BY ended_at DESC LIMIT ?`,
          ...[scopeId(), limit],
        )
        .map(({ name }) => String(name)),
    countToBackfill: () =>
      Number(
        database.get(
          `SELECT count(*) AS count FROM job INDEXED BY job_to_backfill
           WHERE scope = ? AND interruptions > 0 AND terminal = 1 AND epochs_final = 0`,
          scopeId(),
        )?.count ?? 0,
      ),
    withoutEpochs: (names) => {
      const id = scopeId();
      return names.filter(
        (name) =>
          database.get(
            'SELECT 1 FROM job WHERE scope = ? AND name = ? COLLATE BINARY AND terminal = 1 AND epochs_final = 0',
            id,
            name,
          ) !== undefined,
      );
    },
    readJob: (name) => {
      const known = find(scopeId(), name);
      return known && documentOf(database, Number(known.id));
    },
    runningJobs: (limit, describedUntil) =>
      database
        .all(
          'SELECT name FROM job WHERE scope = ? AND terminal = 0 AND described_at <= ? ORDER BY described_at LIMIT ?',
          ...[scopeId(), describedUntil, limit],
        )
        .map(({ name }) => String(name)),
    count: () =>
      Number(database.get('SELECT count(*) AS count FROM job WHERE scope = ?', scopeId())?.count ?? 0),
    syncState: () => {
      const state = readState(database, scopeId());
      if (state.firstWalkDone) database.readFromMemory();
      return state;
    },
    saveSyncState: (change) => {
      database.transaction(() => {
        const id = scopeId();
        const next = { ...readState(database, id), ...change };
        database.run(
          `UPDATE scope SET watermark = ?, walk_before = ?, walk = ?, first_walk_done = ?, total = ?, as_of = ?, used_at = ?
           WHERE id = ?`,
          ...[next.watermark ?? null, next.walkBefore ?? null, next.walk, next.firstWalkDone ? 1 : 0],
          ...[next.total ?? null, next.asOf ?? null, next.asOf ?? 0, id],
        );
      });
    },
  };
};

export const scopeIdOf = (database: CatalogDatabase, { backend, account }: CatalogScope): number => {
  const known = database.get('SELECT id FROM scope WHERE backend = ? AND account = ?', backend, account);
  if (known) return Number(known.id);
  return database.run('INSERT INTO scope (backend, account, used_at) VALUES (?, ?, 0)', backend, account).id;
};

/** The account that the backend's catalog was last in step with, for when the backend cannot say. */
export const lastAccountOf = (database: CatalogDatabase, backend: string): string | undefined => {
  const row = database.get(
    'SELECT account FROM scope WHERE backend = ? AND as_of IS NOT NULL ORDER BY used_at DESC LIMIT 1',
    backend,
  );
  return row === undefined ? undefined : String(row.account);
};

/** What counts of two answers about one name. */
const newerOf = (
  before: TrainingJob | undefined,
  job: TrainingJob,
  { described, wasDescribed }: { described: boolean; wasDescribed: boolean },
): TrainingJob => {
  // A name is free again once its job was deleted.
  if (before === undefined || job.createdAt > before.createdAt) return job;
  const age = modifiedAtOf(job) - modifiedAtOf(before);
  if (age < 0) return before;
  const tags = job.tags ?? before.tags;
  const newest = age === 0 && wasDescribed && !described ? before : job;
  return tags === undefined ? newest : { ...newest, tags };
};

const optional = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);

const readState = (database: CatalogDatabase, id: number): SyncState => {
  const row = database.get('SELECT * FROM scope WHERE id = ?', id);
  return {
    watermark: optional(row?.watermark),
    walkBefore: optional(row?.walk_before),
    walk: Number(row?.walk ?? 1),
    firstWalkDone: row?.first_walk_done === 1,
    total: optional(row?.total),
    asOf: optional(row?.as_of),
  };
};

const documentOf = (database: CatalogDatabase, row: number): TrainingJob | undefined => {
  const found = database.get('SELECT document FROM job_document WHERE job = ?', row);
  return found === undefined ? undefined : (JSON.parse(String(found.document)) as TrainingJob);
};

const writeDocument = (database: CatalogDatabase, scope: number, row: number, job: TrainingJob) => {
  database.run('INSERT OR REPLACE INTO job_document (job, document) VALUES (?, ?)', row, JSON.stringify(job));
  database.run('DELETE FROM job_tag WHERE job = ?', row);
  for (const [key, value] of Object.entries(job.tags ?? {})) {
    database.run('INSERT INTO job_tag (scope, key, value, job) VALUES (?, ?, ?, ?)', scope, key, value, row);
  }
};

const removeRows = (database: CatalogDatabase, condition: string, parameters: number[]): number => {
  const rows = `SELECT id FROM job WHERE ${condition}`;
  database.run(`DELETE FROM job_document WHERE job IN (${rows})`, ...parameters);
  database.run(`DELETE FROM job_tag WHERE job IN (${rows})`, ...parameters);
  return database.run(`DELETE FROM job WHERE ${condition}`, ...parameters).changes;
};
