import { StopTrainingJobCommand } from '@aws-sdk/client-sagemaker';
import { type Locator, type Page } from '@playwright/test';
import { seriousViolations } from '../fixtures/accessibility';
import { horizontalOverflow } from '../fixtures/overflow';
import { expect, test } from '../fixtures/spotdeck';
import { createTrainingJob, trainingJobEnd, uniqueName } from '../fixtures/training-jobs';
import { JobPage } from '../models/job-page';
import { JobsList } from '../models/jobs-list';
import { LaunchPage } from '../models/launch-page';
import { Palette } from '../models/palette';
import { SavingsPage } from '../models/savings-page';

/** By its name: opens a dialog of the page that is shown. */
type Dialogs = Record<string, () => Promise<Locator | void>>;

/** In light and in dark, axe finds nothing serious in any of them, and the page needs no scrolling sideways. */
const expectUsable = async (page: Page, dialogs: Dialogs): Promise<void> => {
  for (const [name, open] of Object.entries(dialogs)) {
    await test.step(name, async () => {
      const dialog = (await open()) ?? page.getByRole('dialog');
      await expect(dialog).toBeVisible();
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        await expect(page.locator('body')).toHaveClass(
          colorScheme === 'dark' ? /awsui-dark-mode/ : /^(?!.*awsui-dark-mode)/,
        );
        expect(await seriousViolations(page, dialog), `${name} in ${colorScheme}`).toEqual([]);
      }
      expect(await horizontalOverflow(page), name).toBeLessThanOrEqual(0);
      await page.emulateMedia({ colorScheme: 'light' });
      await page.keyboard.press('Escape');
      await expect(dialog).toBeHidden();
    });
  }
};

const running = uniqueName('talking');
const ended = uniqueName('talked');

test.beforeAll(async ({ aws }) => {
  await createTrainingJob(aws, {
    name: running,
    script: 'count-epochs.mjs',
    hyperparameters: { epochs: '900' },
    instanceType: 'ml.p4d.24xlarge',
    spot: { maxRuntimeSeconds: 1_200, maxWaitSeconds: 1_200 },
  });
  await createTrainingJob(aws, { name: ended, script: 'silent.mjs' });
  await trainingJobEnd(aws, ended);
});

// The tests after these have the processor, and its programs, to themselves.
test.afterAll(async ({ aws }) => {
  await aws.sageMaker.send(new StopTrainingJobCommand({ TrainingJobName: running }));
  await trainingJobEnd(aws, running);
});

for (const width of [1280, 400]) {
  test.describe(`At ${width} pixels`, () => {
    test.use({ viewport: { width, height: 900 } });

    test('the dialogs of a job, the palette and the keys are usable in light and in dark', async ({
      page,
    }) => {
      const job = new JobPage(page);
      const palette = new Palette(page);
      await job.open(running);
      await expect(job.chart('Loss').root.getByRole('application')).toBeVisible();
      await expectUsable(page, {
        interrupt: () => job.interrupt.click(),
        stop: () => job.stop.click(),
        note: () => job.frame.chooseAction('Add a note'),
        tags: async () => {
          const dialog = await job.frame.chooseAction('Edit tags');
          await dialog.getByRole('button', { name: 'Add a tag' }).click();
        },
        'a chart in full': () => job.chart('Loss').choose('Full screen'),
        'the report on a log': () => page.getByRole('button', { name: 'Help us read your log' }).click(),
        'a price': () => job.money('Cost so far').getByRole('button', { name: 'no price' }).click(),
        keys: async () => {
          await page.keyboard.press('?');
          return palette.keys;
        },
        palette: async () => {
          await palette.open();
          return palette.dialog;
        },
      });
    });

    test('the dialogs of list, report and launch form are usable in light and in dark', async ({ page }) => {
      const list = new JobsList(page);
      await list.open(`?name=${ended}`);
      await list.tick(ended);
      await expectUsable(page, {
        preferences: () => list.openPreferences(),
        views: async () => {
          await page.getByRole('button', { name: 'Views' }).click();
          await page.getByRole('menuitem', { name: 'Save this view' }).click();
        },
        'a tag of many': () => list.frame.chooseAction('Set or remove a tag'),
        'delete many': () => list.frame.chooseAction('Delete'),
      });
      const report = new SavingsPage(page);
      await report.open(`?prefix=${ended}`);
      await expect(report.figure('Jobs')).toHaveText('1');
      await expectUsable(page, { 'how a figure is computed': () => report.explain('Savings') });
      const form = new LaunchPage(page);
      await form.open();
      await form.name.fill(uniqueName('named'));
      await expectUsable(page, {
        'browse S3': async () => {
          const dialog = await form.browse('S3 URI 1');
          await expect(dialog.getByRole('table').getByRole('row')).not.toHaveCount(0);
        },
        'upload data': () =>
          form.form.getByRole('button', { name: 'Upload data: S3 URI 1', exact: true }).click(),
        'name a draft': () => form.form.getByRole('button', { name: 'Name this draft' }).click(),
      });
    });
  });
}
