import { expect, test } from '../fixtures/spotdeck';
import {
  createTrainingJob,
  interruptTrainingJob,
  trainingJobEnd,
  uniqueName,
} from '../fixtures/training-jobs';
import { JobPage } from '../models/job-page';

const spot = { maxRuntimeSeconds: 300, maxWaitSeconds: 600 };

test('The log can be narrowed to matches and to what the script printed, and attempts fold', async ({
  page,
  aws,
  spotdeck,
}) => {
  const name = uniqueName('narrowed');
  const job = new JobPage(page);
  await createTrainingJob(aws, {
    name,
    script: 'count-epochs.mjs',
    hyperparameters: { epochs: '4', 'epoch-seconds': '0.4' },
    spot,
  });
  await interruptTrainingJob(spotdeck.endpoint, name, {
    afterEpoch: 2,
    notice: true,
    capacityWaitSeconds: 1,
  });
  await trainingJobEnd(aws, name);
  await job.open(name);
  await expect(job.log).toContainText('Reporting training SUCCESS');
  const { content } = job.frame;

  await content.getByRole('checkbox', { name: 'Only my output' }).check({ force: true });
  await expect(job.log).not.toContainText('Reporting training SUCCESS');
  await expect(job.log).toContainText('Epoch 1/4');

  await content.getByRole('searchbox', { name: 'Search the log' }).fill('Epoch 4');
  await content.getByRole('checkbox', { name: 'Only matches' }).check({ force: true });
  await expect(job.log).not.toContainText('Epoch 1/4');
  await expect(job.log).toContainText('Epoch 4/4');
  await content.getByRole('searchbox', { name: 'Search the log' }).fill('');

  const first = job.log.getByRole('button', { name: /^Attempt 1 / });
  await first.click();
  await expect(first).toHaveAttribute('aria-expanded', 'false');
  await expect(job.log).toContainText(/\d+ lines folded/);
  await expect(job.log).not.toContainText('Epoch 1/4');
  await first.click();
  await expect(job.log).toContainText('Epoch 1/4');
});
