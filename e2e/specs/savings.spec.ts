import { expect, test } from '../fixtures/spotdeck';
import { onDemandPrice } from '../fixtures/on-demand-price';
import {
  createTrainingJob,
  describeTrainingJob,
  interruptTrainingJob,
  logEvents,
  trainingJobEnd,
  uniqueName,
} from '../fixtures/training-jobs';
import { formatHours, formatNumber, formatShare, formatUsd } from '../../lib/training/format';
import { JobPage } from '../models/job-page';
import { JobsList } from '../models/jobs-list';
import { SavingsPage } from '../models/savings-page';
import { WastePage } from '../models/waste-page';

const spot = { maxRuntimeSeconds: 600, maxWaitSeconds: 1200 };

test('A report without a job says so and leads to the launch form', async ({ page, freshSpotdeck }) => {
  const report = new SavingsPage(page);
  await page.goto(`${freshSpotdeck.url}/local/savings`);
  await expect(report.frame.content.getByText('No job has ended yet')).toBeVisible();
  await report.frame.content.getByRole('link', { name: 'Launch a job on spot' }).click();
  await expect(page).toHaveURL(/\/local\/jobs\/new$/);
  await page.goto(`${freshSpotdeck.url}/local/waste`);
  await expect(report.frame.content.getByText('Nothing was wasted')).toBeVisible();
  await expect(report.frame.content.getByRole('link', { name: 'Launch a job on spot' })).toBeVisible();
});

test('Every figure of real jobs is the backend’s own', async ({ page, aws, spotdeck }) => {
  const prefix = uniqueName('report');
  const names = {
    spot: `${prefix}-spot`,
    interrupted: `${prefix}-interrupted`,
    onDemand: `${prefix}-baseline`,
    failed: `${prefix}-failed`,
    running: `${prefix}-running`,
  };
  const script = 'count-epochs.mjs' as const;
  const hyperparameters = { epochs: '6', 'epoch-seconds': '0.7', 'save-every': '2' };
  const tags = { team: prefix };

  await test.step('jobs on spot and on demand, one interrupted, one failed, one running', async () => {
    await createTrainingJob(aws, { name: names.interrupted, script, hyperparameters, spot, tags });
    await interruptTrainingJob(spotdeck.endpoint, names.interrupted, {
      afterEpoch: 3,
      notice: true,
      capacityWaitSeconds: 2,
    });
    await createTrainingJob(aws, { name: names.onDemand, script, hyperparameters, tags });
    await createTrainingJob(aws, { name: names.spot, script, hyperparameters, spot });
    await createTrainingJob(aws, { name: names.failed, script: 'fail.mjs', spot });
    for (const name of [names.interrupted, names.onDemand, names.spot]) await trainingJobEnd(aws, name);
    await expect
      .poll(async () => (await describeTrainingJob(aws, names.failed)).TrainingJobStatus)
      .toBe('Failed');
    await createTrainingJob(aws, { name: names.running, script, hyperparameters: { epochs: '500' } });
  });

  const described = await Promise.all(
    [names.spot, names.interrupted, names.onDemand].map((name) => describeTrainingJob(aws, name)),
  );
  const usdPerHour = await onDemandPrice(aws, 'ml.m5.large');
  const usd = (seconds: number) => (seconds * usdPerHour) / 3600;
  const sum = (values: (number | undefined)[]) => values.reduce<number>((total, value) => total + value!, 0);
  const [ofSpot, ofInterrupted, ofOnDemand] = described as [JobAnswer, JobAnswer, JobAnswer];
  const events = await logEvents(aws, names.interrupted);
  const ends = events.filter(({ message }) => /^1\/1 - 1s - loss/.test(message));
  const again = ends.length - 6;
  const kept = ends.filter(({ attempt }) => attempt === 1).at(-1 - again)!;
  const { SecondaryStatusTransitions: itsSteps = [] } = ofInterrupted;
  const interruptedAt = Number(itsSteps.find(({ Status }) => Status === 'Interrupted')!.StartTime);
  const lostSeconds = Math.round((interruptedAt - kept.at) / 1000);
  const useful = [ofSpot.TrainingTimeInSeconds!, secondsWorked(ofInterrupted) - lostSeconds];
  const spotPaid = usd(sum([ofSpot, ofInterrupted].map((job) => job.BillableTimeInSeconds)));
  const spotOnDemand = usd(sum(useful));
  const saved = spotOnDemand - spotPaid;
  const report = new SavingsPage(page);

  await test.step('totals', async () => {
    await report.open(`?prefix=${prefix}`);
    await expect(report.figure('Jobs')).toHaveText('3');
    // The log of the interrupted job is read meanwhile; until then all that it trained counts as useful.
    await expect(report.figure('Saved by spot (simulated)')).toHaveText(formatUsd(saved), {
      timeout: 30_000,
    });
    await expect(report.figure('Savings')).toHaveText(formatShare(1 - spotPaid / spotOnDemand));
    await expect(report.figure('Paid on spot (simulated)')).toHaveText(formatUsd(spotPaid));
    await expect(report.figure('On demand would have cost (simulated)')).toHaveText(formatUsd(spotOnDemand));
    await expect(report.figure('Paid on demand (simulated)')).toHaveText(
      formatUsd(usd(ofOnDemand.BillableTimeInSeconds!)),
    );
    const onSpot = [ofSpot, ofInterrupted];
    await expect(report.figure('SageMaker’s own savings')).toHaveText(
      formatShare(
        1 -
          sum(onSpot.map((job) => job.BillableTimeInSeconds)) /
            sum(onSpot.map((job) => job.TrainingTimeInSeconds)),
      ),
    );
    const hours = (seconds: (number | undefined)[]) => formatHours(sum(seconds) / 3600);
    await expect(report.figure('Training hours')).toHaveText(
      hours(described.map((job) => job.TrainingTimeInSeconds)),
    );
    await expect(report.figure('Billable hours')).toHaveText(
      hours(described.map((job) => job.BillableTimeInSeconds)),
    );
    await expect(report.figure('Spot’s share of jobs')).toHaveText(formatShare(2 / 3));
    await expect(report.figure('Interruptions')).toHaveText('1');
  });

  await test.step('what the interruption cost, from the log', async () => {
    await expect(report.figure('Epochs trained again')).toHaveText(formatNumber(again));
    await expect(report.figureNote('Epochs trained again')).toContainText('known of 1 of 1 interrupted');
    await expect(report.figure('Recomputed epochs')).toHaveText(formatNumber(again));
    await expect(report.figure('Work lost')).toHaveText(formatHours(lostSeconds / 3600));
    const next = itsSteps.findLast(({ Status }) => Status === 'Downloading')!;
    const waited = (Number(next.StartTime) - interruptedAt) / 1000;
    await expect(report.figure('Waited for capacity')).toHaveText(formatHours(waited / 3600));
  });

  await test.step('what is excluded', async () => {
    await expect(report.excluded).toHaveText([/^1 job still running/, /^1 job failed/]);
    await report.excluded.nth(1).getByRole('link').click();
    const list = new JobsList(page);
    await expect(list.names()).toHaveText([names.failed]);
    await page.goBack();
    await report.excluded.nth(0).getByRole('link').click();
    await expect(list.names()).toHaveText([names.running]);
    await page.goBack();
  });

  await test.step('how a number is computed', async () => {
    const how = await report.explain('Savings');
    await expect(how).toContainText('1 − paid ÷ what on demand would have cost');
    await expect(how).toContainText(formatUsd(spotPaid));
    await expect(how).toContainText(formatUsd(spotOnDemand));
    await page.keyboard.press('Escape');
  });

  await test.step('by instance type, by tag, by name, by job; each row leads to its jobs', async () => {
    await expect(report.row('ml.m5.large')).toContainText(formatUsd(saved));
    await report.breakDownBy('Tag');
    await expect(page).toHaveURL(/by=tag/);
    await page.goto(`${page.url()}&tag=team`);
    await expect(report.row(prefix)).toContainText(formatUsd(usd(ofInterrupted.BillableTimeInSeconds!)));
    await expect(report.row(prefix)).toContainText(formatUsd(usd(ofOnDemand.BillableTimeInSeconds!)));
    await report.row('No tag team').getByRole('link').click();
    const list = new JobsList(page);
    await expect(list.names()).toHaveText([names.spot]);
    await page.goBack();
    await report.row(prefix).getByRole('link').click();
    await expect(list.names()).toHaveText([names.onDemand, names.interrupted]);
    await page.goBack();
    await report.breakDownBy('Job');
    await expect(report.row(names.interrupted)).toContainText(
      formatUsd(usd(useful[1]! - ofInterrupted.BillableTimeInSeconds!)),
    );
    await expect(report.row(names.onDemand)).toContainText('On demand');
    /** Of one price an hour; what cost the same by name. */
    const byPaid = (direction: 1 | -1) =>
      described
        .toSorted(
          (a, b) =>
            direction * (a.BillableTimeInSeconds! - b.BillableTimeInSeconds!) ||
            a.TrainingJobName!.localeCompare(b.TrainingJobName!),
        )
        .map(({ TrainingJobName }) => TrainingJobName!);
    await report.sortBy('Paid');
    await expect(page).toHaveURL(/[?&]sort=-paid/);
    await expect(report.rowNames()).toHaveText(byPaid(-1));
    await report.sortBy('Paid');
    await expect(report.rowNames()).toHaveText(byPaid(1));
    await page.reload();
    await expect(report.rowNames(), 'a link shows the same').toHaveText(byPaid(1));
    await report.sortBy('Job');
    await expect(report.rowNames()).toHaveText(byPaid(1).toSorted());
  });

  await test.step('a bar leads to its jobs', async () => {
    const bars = await report.openBars();
    await expect(bars.getByRole('row')).toHaveCount(2);
    await bars.getByRole('rowheader').getByRole('link').click();
    const list = new JobsList(page);
    await expect(list.names()).toHaveText([names.spot, names.onDemand, names.interrupted]);
    await page.goBack();
  });

  await test.step('so does the bar in the chart', async () => {
    await report.lastBar().click();
    const list = new JobsList(page);
    await expect(list.names()).toHaveText([names.spot, names.onDemand, names.interrupted]);
    await page.goBack();
  });

  await test.step('spot against on demand', async () => {
    const newest = Number(described[0]!.TrainingEndTime) > Number(described[1]!.TrainingEndTime) ? 0 : 1;
    const matched = report.matchedRuns([names.spot, names.interrupted][newest]!, names.onDemand);
    await expect(matched).toContainText(formatUsd(usd(described[newest]!.BillableTimeInSeconds!)));
    await expect(matched).toContainText(formatUsd(usd(described[2]!.BillableTimeInSeconds!)));
    await expect(matched).toContainText('3 runs');
  });

  await test.step('who wastes most: failed, recomputed, and on demand though spot suited, each with its jobs', async () => {
    const list = new JobsList(page);
    const board = new WastePage(page);
    await report.open(`?prefix=${prefix}`);
    await report.frame.content.getByRole('link', { name: 'Who wastes most' }).click();
    await expect(board.heading).toBeVisible();
    await expect(page).toHaveURL(new RegExp(`/local/waste\\?.*prefix=${prefix}`));
    const failed = usd((await describeTrainingJob(aws, names.failed)).BillableTimeInSeconds!);
    const { BillableTimeInSeconds: billed = 0, TrainingTimeInSeconds: trained = 1 } = ofInterrupted;
    const again = usd((lostSeconds * billed) / trained);
    const suited = usd(ofOnDemand.BillableTimeInSeconds!) * (1 - spotPaid / spotOnDemand);
    await expect(board.figure('Failed')).toHaveText(formatUsd(failed));
    await expect(board.figure('Recomputed')).toHaveText(formatUsd(again));
    await expect(board.figure('On demand, though spot suited')).toHaveText(formatUsd(suited));
    await expect(board.figure('Wasted')).toHaveText(formatUsd(failed + again + suited));

    await page.goto(`/local/waste?prefix=${prefix}&by=tag&tag=team`);
    await expect(board.row(prefix)).toContainText(formatUsd(again + suited));
    for (const [cause, row, name] of [
      ['Failed', 'No tag team', names.failed],
      ['Recomputed', prefix, names.interrupted],
      ['On demand, though spot suited', prefix, names.onDemand],
    ] as const) {
      await board.jobsOf(row, cause).click();
      await expect(list.names()).toHaveText([name]);
      await page.goBack();
      await expect(board.heading).toBeVisible();
    }
    const dearest = again + suited > failed ? prefix : 'No tag team';
    await expect(board.rowNames().first()).toHaveText(dearest);
    await board.sortBy('Wasted');
    await expect(page).toHaveURL(/sort=total/);
    await expect(board.rowNames().last()).toHaveText(dearest);
    await board.divideBy('Instance type');
    await expect(board.row('ml.m5.large')).toContainText(formatUsd(failed + again + suited));
    const csv = await page.request.get(`/local/waste/export?prefix=${prefix}&by=instance`);
    expect((await csv.text()).split('\r\n')[1]).toMatch(
      /^ml\.m5\.large,[\d.]+,[\d.]+,1,[\d.]+,1,[\d.]+,1,0,0,0,exact$/,
    );
  });

  const job = new JobPage(page);
  await job.open(names.running);
  await job.confirmStop();
});

type JobAnswer = Awaited<ReturnType<typeof describeTrainingJob>>;

/** Whole seconds on instances, without waits and with one download, by the transitions. */
const secondsWorked = ({ SecondaryStatusTransitions: steps = [], TrainingEndTime }: JobAnswer): number => {
  const length = ({ StartTime, EndTime = TrainingEndTime }: (typeof steps)[number]) =>
    Number(EndTime) - Number(StartTime);
  const [download, ...others] = ['Downloading', 'Training', 'Uploading'].flatMap((status, index) => {
    const of = steps.filter(({ Status }) => Status === status);
    return (index === 0 ? of.slice(0, 1) : of).map(length);
  });
  return Math.round(others.reduce((total, one) => total + one, download ?? 0) / 1000);
};

test('A price that the list does not have can be entered, and taken back', async ({ page, aws }) => {
  const name = uniqueName('unpriced');
  await createTrainingJob(aws, {
    name,
    script: 'count-epochs.mjs',
    hyperparameters: { epochs: '2' },
    spot,
    instanceType: 'ml.p4d.24xlarge',
  });
  await trainingJobEnd(aws, name);
  const { TrainingTimeInSeconds = NaN } = await describeTrainingJob(aws, name);
  const report = new SavingsPage(page);
  await report.open(`?prefix=${name}`);
  // Hours and shares stand without a price, and the field for it is beside the gap.
  await expect(report.unpriced).toHaveText(/^1 job on .*without a known price \(ml\.p4d\.24xlarge\): \d+ s/);
  await expect(report.figure('Jobs')).toHaveText('1');
  await expect(report.figure('Saved by spot')).toHaveText('no price');
  await expect(report.figure('On demand would have cost')).toHaveText('no price');
  await expect(report.figure('Savings')).toHaveText(/%$/);
  await expect(report.row('ml.p4d.24xlarge')).toContainText('no price');
  await expect(report.frame.content).not.toContainText('$0.00');
  const price = report.frame.content.getByRole('textbox', { name: 'Price of ml.p4d.24xlarge, USD an hour' });
  await price.fill('free');
  await report.frame.content.getByRole('button', { name: 'Use this price' }).click();
  await expect(report.frame.content.getByText('Enter US dollars an hour, above zero')).toBeVisible();
  await price.fill('32.77');
  await price.press('Enter');
  await expect(report.figure('On demand would have cost (simulated)')).toHaveText(
    formatUsd((TrainingTimeInSeconds * 32.77) / 3600),
  );
  await expect(report.frame.content.getByText('Entered by hand')).toBeVisible();
  await report.frame.content.getByRole('button', { name: 'Take back the price of ml.p4d.24xlarge' }).click();
  await expect(report.figure('Saved by spot')).toHaveText('no price');
});

test('The period is in the address, which can be shared and gone back from', async ({ page, aws }) => {
  const name = uniqueName('period');
  await createTrainingJob(aws, { name, script: 'silent.mjs', spot });
  await trainingJobEnd(aws, name);
  const report = new SavingsPage(page);
  await report.open(`?prefix=${name}`);
  await expect(report.figure('Jobs')).toHaveText('1');
  await report.period.click();
  await page.getByRole('option', { name: 'Last month' }).click();
  await expect(page).toHaveURL(/period=last-month/);
  await expect(page).toHaveURL(/zone=/);
  await expect(report.frame.content.getByText('No job ended in this period')).toBeVisible();
  await report.frame.content.getByRole('button', { name: 'Show all jobs of all time' }).click();
  await expect(page).toHaveURL(/period=all/);
  await expect(report.figure('Jobs')).toHaveText(/^\d+$/);
  await page.goBack();
  await page.goBack();
  await expect(report.figure('Jobs')).toHaveText('1');
  const today = new Date().toISOString().slice(0, 10);
  await report.open(`?prefix=${name}&from=${today}&to=${today}&zone=UTC`);
  await expect(report.figure('Jobs')).toHaveText('1');
  await expect(report.frame.content.getByText('by the calendar of UTC')).toBeVisible();
});

test.describe('For a reader in Tokyo', () => {
  test.use({ timezoneId: 'Asia/Tokyo' });

  test('days begin by the clock of Tokyo, without being asked for', async ({ page }) => {
    const report = new SavingsPage(page);
    await report.open();
    await expect(report.frame.content.getByText('by the calendar of Asia/Tokyo')).toBeVisible();
  });
});

test('It prints as two pages, in light', async ({ page, aws }) => {
  const name = uniqueName('printed');
  await createTrainingJob(aws, { name, script: 'silent.mjs', spot });
  await trainingJobEnd(aws, name);
  const report = new SavingsPage(page);
  await report.open();
  await expect(report.figure('Jobs')).toHaveText(/^[1-9]/);
  await report.frame.chooseTheme('Dark');
  const pdf = (await page.pdf({ preferCSSPageSize: true, printBackground: true })).toString('latin1');
  expect(pdf.match(/\/Type\s*\/Page\b(?!s)/g)).toHaveLength(2);
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByRole('heading', { name: 'Savings by managed spot training' })).toBeVisible();
  await expect(page.getByRole('navigation')).toBeHidden();
  await expect(page.getByText('Simulated: this backend models the spot discount')).toBeVisible();
  await page.emulateMedia({ media: 'screen' });
  await report.frame.chooseTheme('Light');
});
