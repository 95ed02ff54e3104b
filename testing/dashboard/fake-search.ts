import { SpotdeckError } from '../../lib/errors/spotdeck-error';
import { type TrainingJob } from '../../lib/training/training-job';
import { modifiedAtOf } from '../../lib/catalog/job-columns';
import { type JobSource } from '../../lib/backfill/sync-jobs';

/**
 * Search as SageMaker offers it, over jobs in memory: newest change first, 100 a page, times in whole seconds. For
 * tests.
 */
export const createFakeSearch = (jobs: TrainingJob[] = []) => {
  const found = new Map(jobs.map((job) => [job.name, job]));
  const calls = { search: 0, describe: 0 };
  const failures: SpotdeckError[] = [];
  let denial: SpotdeckError | undefined;
  const source: JobSource = {
    search: async ({ modifiedAtMost, running, token }) => {
      const failure = failures.shift();
      if (failure) throw failure;
      calls.search += 1;
      const limit = modifiedAtMost === undefined ? Infinity : Math.ceil(modifiedAtMost / 1000) * 1000;
      const matching = [...found.values()]
        .filter(
          (job) =>
            modifiedAtOf(job) <= limit && (!running || ['InProgress', 'Stopping'].includes(job.status)),
        )
        .sort((a, b) => modifiedAtOf(b) - modifiedAtOf(a) || a.name.localeCompare(b.name));
      const asked = running ? 'running' : String(limit);
      const [query, start] = token === undefined ? [asked, 0] : parseToken(token);
      if (query !== asked) throw new SpotdeckError('invalid-input', 'The token belongs to another search.');
      const end = start + 100;
      return {
        jobs: matching.slice(start, end),
        total: matching.length,
        ...(end < matching.length ? { nextToken: `${query}/${end}` } : {}),
      };
    },
    describe: async (name) => {
      calls.describe += 1;
      if (denial) throw denial;
      const job = found.get(name);
      if (!job) return undefined;
      const { tags: _, ...described } = job;
      return described;
    },
  };
  return {
    source,
    calls,
    put: (job: TrainingJob) => found.set(job.name, job),
    remove: (name: string) => found.delete(name),
    /** The next calls fail, one each. */
    fail: (...errors: SpotdeckError[]) => failures.push(...errors),
    /** Describe fails from now on. */
    deny: (error: SpotdeckError) => (denial = error),
    names: () => [...found.keys()].sort(),
  };
};

const parseToken = (token: string): [query: string, start: number] => {
  const [query = '', start] = token.split('/');
  return [query, Number(start)];
};
