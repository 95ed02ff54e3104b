import 'server-only';
import { describeWholeTrainingJob } from '../aws/training-jobs';
import { defineUseCase } from '../use-cases/define-use-case';
import { jobInput } from '../use-cases/name-inputs';

/**
 * What DescribeTrainingJob answers, every member of it, also what this Spotdeck has no words for: JSON text, in which
 * times are ISO 8601 in UTC.
 * @throws {SpotdeckError} not-found, throttled, unreachable …
 */
export const describeJob = defineUseCase({
  name: 'describe-job',
  input: jobInput,
  access: 'watch',
  changes: false,
  run: async ({ backend }, { name }): Promise<string> =>
    JSON.stringify((await describeWholeTrainingJob(backend, name)).described, null, 2),
});
