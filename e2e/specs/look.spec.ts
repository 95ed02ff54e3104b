import { type Page } from '@playwright/test';
import { seriousViolations } from '../fixtures/accessibility';
import { watchOverflow, widestOverflow } from '../fixtures/overflow';
import { type AwsClients } from '../fixtures/aws-clients';
import { expect, test } from '../fixtures/spotdeck';
import {
  createTrainingJob,
  describeTrainingJob,
  trainingJobEnd,
  uniqueName,
} from '../fixtures/training-jobs';
import { AccountPage } from '../models/account-page';
import { AppFrame } from '../models/app-frame';
import { ComparePage } from '../models/compare-page';
import { EndpointsPage } from '../models/endpoint-page';
import { JobPage } from '../models/job-page';
import { JobsList } from '../models/jobs-list';
import { LaunchPage } from '../models/launch-page';
import { SavingsPage } from '../models/savings-page';
import { ToolsPage } from '../models/tools-page';
import { WastePage } from '../models/waste-page';

const spot = { maxRuntimeSeconds: 600, maxWaitSeconds: 1200 };

/** Each page of the dashboard, shown as far as it goes. */
const pages: { title: string; show: (page: Page, aws: AwsClients) => Promise<void> }[] = [
  {
    title: 'the list of jobs',
    show: async (page, aws) => {
      const name = uniqueName('listed');
      await createTrainingJob(aws, { name, script: 'silent.mjs' });
      const list = new JobsList(page);
      await list.open();
      await expect(list.row(name)).toBeVisible();
    },
  },
  {
    title: 'the launch form',
    show: async (page) => {
      const form = new LaunchPage(page);
      await form.open();
      await form.openSection('Try the patterns on a log line');
      await form.openSection('Request');
      await expect(form.preflight).toContainText('Nothing stands in the way');
    },
  },
  {
    title: 'the page of a running job',
    show: async (page, aws) => {
      const name = uniqueName('running');
      await createTrainingJob(aws, {
        name,
        script: 'count-epochs.mjs',
        hyperparameters: { epochs: '40' },
        spot,
      });
      const job = new JobPage(page);
      await job.open(name);
      await expect(job.headline).toHaveText(/^Training epoch [3-9] /);
      await expect(job.chart('Loss').root.getByRole('application')).toBeVisible();
    },
  },
  {
    title: 'the comparison of two jobs',
    show: async (page, aws) => {
      const names = [uniqueName('one'), uniqueName('other')];
      for (const [index, name] of names.entries()) {
        await createTrainingJob(aws, {
          name,
          script: 'count-epochs.mjs',
          hyperparameters: { epochs: String(2 + index), 'epoch-seconds': '0.1' },
        });
      }
      for (const name of names) await trainingJobEnd(aws, name);
      await page.goto(`/local/compare?jobs=${names.join()}`);
      await expect(new ComparePage(page).chart('loss')).toBeVisible();
    },
  },
  {
    title: 'the page of a completed job',
    show: async (page, aws) => {
      const name = uniqueName('completed');
      const hyperparameters = { epochs: '3', 'epoch-seconds': '0.1' };
      await createTrainingJob(aws, { name, script: 'count-epochs.mjs', hyperparameters, spot });
      await trainingJobEnd(aws, name);
      const job = new JobPage(page);
      await job.open(name);
      await expect(job.headline).toHaveText(/^Completed 3 epochs in /);
      await expect(job.chart('Loss').root.getByRole('application')).toBeVisible();
    },
  },
  {
    title: 'the savings report',
    show: async (page, aws) => {
      const names = [uniqueName('saved'), uniqueName('saved')];
      const hyperparameters = { epochs: '3', 'epoch-seconds': '0.4' };
      await createTrainingJob(aws, { name: names[0]!, script: 'count-epochs.mjs', hyperparameters, spot });
      await createTrainingJob(aws, { name: names[1]!, script: 'count-epochs.mjs', hyperparameters });
      for (const name of names) await trainingJobEnd(aws, name);
      const report = new SavingsPage(page);
      await report.open('?prefix=saved');
      await expect(report.figure('Jobs')).toHaveText(/^\d+$/);
      await expect(report.matchedRuns(names[0]!, names[1]!)).toBeVisible();
      await expect(report.chart).toBeVisible();
    },
  },
  {
    title: 'the waste board',
    show: async (page, aws) => {
      const name = uniqueName('wasted');
      await createTrainingJob(aws, { name, script: 'fail.mjs', tags: { Owner: 'ada' } });
      await expect.poll(async () => (await describeTrainingJob(aws, name)).TrainingJobStatus).toBe('Failed');
      const board = new WastePage(page);
      await board.open('?by=owner');
      await expect(board.row('ada')).toContainText('$');
    },
  },
  {
    title: 'the list of endpoints',
    show: async (page) => {
      const endpoints = new EndpointsPage(page);
      await endpoints.open();
      await expect(endpoints.endpoints).toBeVisible();
    },
  },
  {
    title: 'the account',
    show: async (page) => {
      const account = new AccountPage(page);
      await account.open();
      await expect(account.heading).toBeVisible();
      await expect(account.needs('To watch')).toContainText('sagemaker:Search');
      await expect(account.frame.content).toContainText('000000000000');
    },
  },
  {
    title: 'the lines for other tools',
    show: async (page) => {
      const tools = new ToolsPage(page);
      await tools.open();
      await expect(tools.heading).toBeVisible();
      await expect(tools.lines('boto3')).toContainText('endpoint_url="http://127.0.0.1:');
    },
  },
];

for (const { title, show } of pages) {
  test.describe(`As to ${title}`, () => {
    test('axe finds nothing serious, in light and in dark', async ({ page, aws }) => {
      const frame = new AppFrame(page);
      await show(page, aws);
      expect(await seriousViolations(page), 'in light').toEqual([]);
      await frame.chooseTheme('Dark');
      await expect(page.locator('body')).toHaveClass(/awsui-dark-mode/);
      expect(await seriousViolations(page), 'in dark').toEqual([]);
    });

    test('a window of 400 pixels needs no sideways scrolling of the page, and axe finds nothing', async ({
      page,
      aws,
    }) => {
      await page.setViewportSize({ width: 400, height: 800 });
      await watchOverflow(page);
      await show(page, aws);
      expect(await widestOverflow(page)).toBeUndefined();
      expect(await seriousViolations(page)).toEqual([]);
    });
  });
}

test('The theme is kept', async ({ page }) => {
  const list = new JobsList(page);
  await list.open();
  await expect(page.locator('body')).not.toHaveClass(/awsui-dark-mode/);
  await list.frame.chooseTheme('Dark');
  await expect(page.locator('body')).toHaveClass(/awsui-dark-mode/);
  await page.reload();
  await expect(page.locator('body')).toHaveClass(/awsui-dark-mode/);
  await list.frame.chooseTheme('Light');
  await expect(page.locator('body')).not.toHaveClass(/awsui-dark-mode/);
});

test('A job can be launched with the keyboard alone', async ({ page, aws }) => {
  const name = uniqueName('by-keyboard');
  const form = new LaunchPage(page);
  await form.open();
  await page.keyboard.press('Tab');
  await expect(form.frame.skipLink).toBeFocused();
  await page.keyboard.press('Enter');
  await tabTo(page, 'Job name');
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type(name);
  await expect(form.preflight).toContainText('Nothing stands in the way');
  await tabTo(page, 'Launch');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`/jobs/${name}$`));
  expect((await describeTrainingJob(aws, name)).TrainingJobName).toBe(name);
  const job = new JobPage(page);
  await expect(job.headline).toHaveText(/^Training epoch /, { timeout: 40_000 });
  await job.confirmStop();
});

/** Presses Tab until the element of that label or text has the focus, as far as a form is long. */
const tabTo = async (page: Page, label: string): Promise<void> => {
  const focused = page.locator(':focus');
  for (let step = 0; step < 80; step++) {
    await page.keyboard.press('Tab');
    const name = await focused.evaluate(
      (element) => (element as HTMLInputElement).labels?.[0]?.textContent ?? element.textContent,
    );
    if (name.trim() === label) return;
  }
  throw new Error(`Tab does not lead to ${label}`);
};
