/** Fills a data folder with finished jobs as a busy account has them, ending now: for benchmarks and browser tests. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { buildDir } from './setup.mjs';

/**
 * @param {string} dataDir absolute
 * @param {{ count: number, days: number, seed?: number, logs?: number }} options logs: how many of the newest have one
 * @throws {Error} where they could not be generated
 */
export const generateJobs = (dataDir, { count, days, seed = 7, logs = 0 }) => {
  const until = new Date().toISOString().replace(/\.\d+Z$/, 'Z');
  const { status } = spawnSync(
    process.execPath,
    [
      path.join(buildDir, 'local/seed-jobs.mjs'),
      ...['--data-dir', dataDir, '--count', String(count), '--days', String(days)],
      ...['--seed', String(seed), '--until', until, '--logs', String(logs)],
    ],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  if (status !== 0) throw new Error('the jobs could not be generated');
};
