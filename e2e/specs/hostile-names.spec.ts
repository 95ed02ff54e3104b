import { type Page } from '@playwright/test';
import { expect, test } from '../fixtures/spotdeck';
import { createTrainingJob, trainingJobEnd } from '../fixtures/training-jobs';
import { AppFrame } from '../models/app-frame';
import { JobPage } from '../models/job-page';

/** Names that every object has, that change one, or that mean something to what shows them. */
const names = [
  ...['constructor', 'toString', 'hasOwnProperty', 'valueOf', '__proto__', 'prototype', '__defineGetter__'],
  ...['a.b', 'a[0]', 'length', 'value', 'x', '0', '-1', 'NaN', 'null', 'undefined', '$', ' ', '..', '.'],
  ...[
    '<b>bold</b>',
    '"',
    "'",
    '`',
    '${x}',
    '{{x}}',
    '%',
    '%ff',
    '%2e%2e',
    '\\',
    '/',
    '&amp;',
    '#',
    '?',
    ';',
    ',',
  ],
  ...['\u202ertl', '\u{1f600}', 'é', 'e\u0301', '\u200b', '日本語', 'a'.repeat(255)],
];

const jobNames = ['constructor', 'toString', 'hasOwnProperty', 'valueOf'];

/** What a tag's key and a hyperparameter's name may be made of. */
const tagKeys = names.filter(
  (name) => /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/u.test(name) && name.trim() !== '',
);

test.describe('Names that mean something to the code that shows them', () => {
  // Addresses that lead nowhere are asked for on purpose.
  test.use({ expectedConsoleErrors: [/status of 40[0349]/] });
  test.setTimeout(300_000);

  test('break no page, whatever is called so', async ({ page, aws }) => {
    const broken: string[] = [];
    page.on('response', (response) => {
      if (response.status() >= 500) broken.push(`${response.status()} ${response.url()}`);
    });
    for (const name of jobNames) {
      await createTrainingJob(aws, {
        name,
        script: 'hostile-names.mjs',
        spot: { maxRuntimeSeconds: 600, maxWaitSeconds: 1200 },
        // The backend refuses __proto__ as a member of a request by name.
        hyperparameters: Object.fromEntries(
          names.filter((key) => key !== '__proto__').map((key) => [key, `value of ${key}`]),
        ),
        environment: { constructor: 'a', toString: 'b', __proto__x: 'c' },
        tags: Object.fromEntries(tagKeys.slice(0, 40).map((key) => [key, key])),
        metrics: ['constructor', '__proto__', 'a.b', 'toString'].map((metric) => ({
          name: metric,
          regex: `${metric.replaceAll('.', '\\.')}[:=] ?([0-9.]+)`,
        })),
      });
    }
    for (const name of jobNames) await trainingJobEnd(aws, name);

    await test.step('a job so called, with metrics, checkpoints, lines and settings so called', async () => {
      const job = new JobPage(page);
      for (const name of jobNames) {
        await job.open(name);
        await expect(job.headline).toHaveText(/^Completed 3 epochs in /);
        for (const title of ['Loss', 'Constructor', 'Tostring', 'Valueof', 'A.b', 'Length', 'X']) {
          const chart = job.chart(title);
          await expect(chart.root.getByRole('application'), `${name}: ${title}`).toBeVisible();
          await expect(chart.lines, `${name}: ${title}`).toHaveCount(1);
        }
        await expect(job.log).toContainText('<script>document.title=1</script>');
        await expect(page).toHaveTitle(/Spotdeck/);
        await job.openTab(/^Checkpoints/);
        await expect(job.checkpointRows.first()).toContainText('__proto__');
        await job.openTab('Configuration');
        await expect(job.frame.content.getByText('value of hasOwnProperty').first()).toBeVisible();
        await job.openTab('Status history');
        await expectWhole(page, name);
      }
    });

    await test.step('addresses that name so what a page looks for', async () => {
      for (const name of [
        'constructor',
        '__proto__',
        'a.b',
        '%ff',
        '<b>bold</b>',
        '\u{1f600}',
        'a'.repeat(255),
      ]) {
        const text = encodeURIComponent(name);
        for (const address of [
          `/local/jobs/${text}?tab=${text}&axis=${text}`,
          `/local/endpoints/${text}`,
          `/local/endpoints/evaluations/${text}/${text}?model=${text}`,
          `/${text}/jobs`,
        ]) {
          await page.goto(address);
          await expectWhole(page, address);
        }
      }
    });

    await test.step('queries with parameters and values so called', async () => {
      const fields = ['name', 'status', 'type', 'instance', 'tag', 'sort', 'page', 'size', 'from', 'prefix'];
      const more = [
        'group',
        'period',
        'zone',
        'by',
        'standing',
        'ended-from',
        'suits',
        'clone',
        'example',
        'job',
      ];
      for (let start = 0; start < names.length; start += 6) {
        const query = new URLSearchParams();
        for (const name of names.slice(start, start + 6)) {
          query.append(name, name);
          for (const field of [...fields, ...more]) query.append(field, name);
        }
        for (const path of ['jobs', 'savings', 'jobs/new', 'endpoints/new']) {
          await page.goto(`/local/${path}?${query}`);
          await expectWhole(page, `${path} ${names.slice(start, start + 6).join(' ')}`);
        }
      }
      for (const clone of jobNames) {
        await page.goto(`/local/jobs/new?clone=${clone}`);
        await expectWhole(page, clone);
      }
    });

    await test.step('cookies so called', async () => {
      const { origin, hostname } = new URL(page.url());
      for (const value of [
        'constructor',
        '%7B%22columns%22%3A%5B%7B%22id%22%3A%22__proto__%22%7D%5D%7D',
        '%ff',
        '%',
      ]) {
        await page.context().addCookies(
          ['spotdeck-theme', 'sd-zone', 'spotdeck-jobs-table', 'constructor', '__proto__'].map((name) => ({
            name,
            value,
            domain: hostname,
            path: '/',
          })),
        );
        for (const path of ['/local/jobs', '/local/savings']) {
          await page.goto(`${origin}${path}`);
          await expectWhole(page, `${path} ${value}`);
        }
      }
    });
    expect(broken).toEqual([]);
  });
});

/** No error boundary has been drawn; the fixture sees to the console. */
const expectWhole = async (page: Page, what: string): Promise<void> => {
  const { content } = new AppFrame(page);
  await expect(content.or(page.getByRole('main')).or(page.locator('body > pre')).first(), what).toBeVisible();
  await expect(page.getByText(/could not be shown/), what).toHaveCount(0);
};
