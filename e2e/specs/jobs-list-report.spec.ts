import { expect, test } from '../fixtures/spotdeck';
import {
  createTrainingJob,
  describeTrainingJob,
  interruptTrainingJob,
  trainingJobEnd,
  uniqueName,
} from '../fixtures/training-jobs';
import { JobsList } from '../models/jobs-list';

test.describe('With the jobs of a savings report', () => {
  const group = uniqueName('report');
  const spot = `${group}-spot`;
  const onDemand = `${group}-on-demand`;
  const failed = `${group}-failed`;

  test.beforeAll(async ({ aws, spotdeck }) => {
    await createTrainingJob(aws, {
      name: spot,
      script: 'count-epochs.mjs',
      hyperparameters: { epochs: '4' },
      spot: { maxRuntimeSeconds: 600, maxWaitSeconds: 1_200 },
    });
    await interruptTrainingJob(spotdeck.endpoint, spot, { afterEpoch: 2, capacityWaitSeconds: 1 });
    await createTrainingJob(aws, { name: onDemand, script: 'silent.mjs' });
    await createTrainingJob(aws, { name: failed, script: 'fail.mjs' });
    // Another group, though its name begins alike.
    await createTrainingJob(aws, { name: `${group}2`, script: 'silent.mjs' });
    for (const name of [spot, onDemand, `${group}2`]) await trainingJobEnd(aws, name);
    await expect
      .poll(async () => (await describeTrainingJob(aws, failed)).TrainingJobStatus, { timeout: 60_000 })
      .toBe('Failed');
  });

  test('the filters of a link are shown, and its jobs download with the figures of the backend', async ({
    page,
    aws,
  }) => {
    const list = new JobsList(page);
    await list.open(
      `?group=${group}-*&standing=counted&ended-from=2026-01-01T10:30:00.000Z&suits=3600&tag=!Owner&sort=name`,
    );
    await expect(list.tokens).toHaveText([
      `Name group = ${group}-*`,
      /^Ended >= 1 Jan 2026, \d\d:\d\d:00$/,
      'Without tag = Owner',
      'In the savings report = In the totals',
      'Suits spot within = 1 h 00 min or with checkpoints',
    ]);
    await expect(list.matches).toHaveText('2 matches');
    await expect(list.names()).toHaveText([onDemand, spot]);

    const { fileName, jobs } = await list.readCsv();
    expect(fileName).toMatch(/^spotdeck-jobs-local-\d{4}-\d\d-\d\d\.csv$/);
    expect(jobs.map(({ name }) => name).sort()).toEqual([onDemand, spot]);
    for (const job of jobs) {
      const described = await describeTrainingJob(aws, job.name!);
      const { InstanceType, InstanceCount = 0 } = described.ResourceConfig!;
      const seconds = {
        training: described.TrainingTimeInSeconds!,
        billable: described.BillableTimeInSeconds!,
      };
      const isSpot = described.EnableManagedSpotTraining === true;
      expect(job).toMatchObject({
        status: described.TrainingJobStatus,
        'secondary status': described.SecondaryStatus,
        spot: isSpot ? 'yes' : 'no',
        created: described.CreationTime!.toISOString(),
        ended: described.TrainingEndTime!.toISOString(),
        'instance type': InstanceType,
        'instance count': String(InstanceCount),
        'training seconds': String(seconds.training),
        'billable seconds': String(seconds.billable),
        interruptions: isSpot ? '1' : '0',
        checkpoints: described.CheckpointConfig ? 'yes' : 'no',
        standing: 'counted',
      });
      const usdPerSecond = (Number(job['on-demand simulated USD per hour']) * InstanceCount) / 3600;
      expect(usdPerSecond).toBeGreaterThan(0);
      const useful = Number(job['useful seconds']);
      expect(useful).toBeLessThanOrEqual(seconds.training);
      const onDemandSeconds = isSpot ? useful : seconds.billable;
      expect(Number(job['simulated USD on demand'])).toBeCloseTo(onDemandSeconds * usdPerSecond, 12);
      expect(Number(job['simulated USD paid'])).toBeCloseTo(seconds.billable * usdPerSecond, 12);
      expect(Number(job['simulated USD saved'])).toBeCloseTo(
        (onDemandSeconds - seconds.billable) * usdPerSecond,
        12,
      );
      if (isSpot) {
        expect(Number(job['saved share'])).toBeCloseTo(1 - seconds.billable / useful, 12);
        expect(Number(job['SageMaker savings share'])).toBeCloseTo(
          1 - seconds.billable / seconds.training,
          12,
        );
        expect(Number(job['waiting seconds'])).toBeGreaterThan(0);
      } else expect(job['saved share']).toBe('');
    }
  });

  test('a filter that is taken away widens the list and what is downloaded', async ({ page }) => {
    const list = new JobsList(page);
    await list.open(`?group=${group}-*&standing=failed&interrupted=no&checkpoints=no&sort=name`);
    await expect(list.names()).toHaveText([failed]);
    await list.removeFilter('In the savings report equals Spent for nothing');
    await expect(page).not.toHaveURL(/standing=/);
    await expect(page).toHaveURL(/interrupted=no&checkpoints=no|checkpoints=no&interrupted=no/);
    await expect(list.names()).toHaveText([failed, onDemand]);
    await list.removeFilter('Interrupted equals No');
    await list.removeFilter('Checkpoints equals None');
    await expect(list.names()).toHaveText([failed, onDemand, spot]);
    const { jobs } = await list.readCsv();
    expect(jobs.map(({ name }) => name).sort()).toEqual([failed, onDemand, spot]);
  });
});
