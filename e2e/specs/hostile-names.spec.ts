import { type Page } from '@playwright/test';
import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { expect, test } from '../fixtures/spotdeck';
import { createTrainingJob, trainingJobEnd } from '../fixtures/training-jobs';
import { AppFrame } from '../models/app-frame';
import { JobPage } from '../models/job-page';

/** Names that every object has, that change one, or that mean something to what shows them. */
const names = [
  ...['constructor', 'toString', 'hasOwnProperty', 'valueOf', '__proto__', 'prototype', '__defineGetter__'],
  ...['a.b', 'a[0]', 'length', 'value', 'x', '0', '-1', 'NaN', 'null', 'undefined', '$', ' ', '..', '.'],
  ...['<b>bold</b>', '"', "'", '`', '${x}', '{{x}}', '%', '%ff', '%2e%2e', '\\', '/', '&amp;'],
  ...['#', '?', ';', ',', '\u202ertl', '\u{1f600}', 'é', 'e\u0301', '\u200b', '日本語', 'a'.repeat(255)],
];

const jobNames = ['constructor', 'toString'];

/** The backend refuses it as a member of a request. */
const memberNames = names.filter((name) => name !== '__proto__');

/** What a tag's key and value may be made of. */
const tagNames = memberNames.filter(
  (name) => /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/u.test(name) && name.trim() !== '',
);

const channelNames = ['constructor', 'toString', '__proto__', 'a.b', '-', '..x'];

/** What a log's lines hold that a page must show as text. */
const markup = '<img src=x onerror="document.title=1"><script>document.title=1</script>';

test.describe('Names that mean something to the code that shows them', () => {
  // Addresses that lead nowhere are asked for on purpose.
  test.use({ expectedConsoleErrors: [/status of 40[04]/] });

  test.setTimeout(300_000);

  test('break no page, whatever is called so', async ({ page, aws, spotdeck }) => {
    const broken: string[] = [];
    page.on('response', (response) => {
      if (response.status() >= 500) broken.push(`${response.status()} ${response.url()}`);
    });
    page.on('dialog', (dialog) => {
      broken.push(`a dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    const Bucket = 'hostile-names';
    await aws.s3.send(new CreateBucketCommand({ Bucket }));
    for (const channel of channelNames) {
      await aws.s3.send(new PutObjectCommand({ Bucket, Key: `${channel}/${channel}`, Body: channel }));
    }
    for (const name of jobNames) {
      await createTrainingJob(aws, {
        name,
        script: 'hostile-names.mjs',
        spot: { maxRuntimeSeconds: 600, maxWaitSeconds: 1200 },
        hyperparameters: Object.fromEntries(memberNames.map((key) => [key, `value of ${key}`])),
        environment: { constructor: 'a', toString: 'b', __proto__x: 'c' },
        tags: Object.fromEntries(tagNames.slice(0, 40).map((key) => [key, key])),
        channels: channelNames.map((channel) => [channel, `s3://${Bucket}/${channel}/`]),
        metrics: ['constructor', '__proto__', 'a.b', 'toString'].map((metric) => ({
          name: metric,
          regex: `${metric.replaceAll('.', '\\.')}[:=] ?([0-9.]+)`,
        })),
      });
    }
    for (const name of jobNames) await trainingJobEnd(aws, name);
    const job = new JobPage(page);

    await test.step('a job so called, with metrics, checkpoints, lines and settings so called', async () => {
      for (const name of jobNames) {
        await job.open(name);
        await expect(job.headline).toHaveText(/^Completed 3 epochs in /);
        for (const title of ['Loss', 'Constructor', 'Tostring', 'Valueof', 'Proto', 'A.b']) {
          const chart = job.chart(title);
          await expect(chart.root.getByRole('application'), `${name}: ${title}`).toBeVisible();
          await expect(chart.lines, `${name}: ${title}`).toHaveCount(1);
        }
        await expect(job.log).toContainText(markup);
        await expect(job.log).toContainText('{{constructor}} ${__proto__} %ff %');
        await expect(page).toHaveTitle(/Spotdeck/);
        await job.openTab(/^Checkpoints/);
        await expect(job.checkpointRows).toHaveCount(3);
        for (const epoch of [1, 2, 3]) {
          const file = `__proto__ "'<b>\u{1f600}-checkpoint-${epoch}.json`;
          await expect(job.checkpointRows.filter({ hasText: file })).toHaveCount(1);
        }
        await job.openTab('Configuration');
        const { content } = job.frame;
        await expect(content.getByText('value of hasOwnProperty').first()).toBeVisible();
        const shown = await content.innerText();
        for (const key of memberNames) expect(shown, name).toContain(`value of ${key}`.trim());
        for (const key of [...tagNames.slice(0, 40), ...channelNames.map((one) => `s3://${Bucket}/${one}/`)])
          expect(shown, name).toContain(key);
        await job.openTab('Status history');
        await expectWhole(page, name);
      }
    });

    await test.step('addresses that name so what a page looks for', async () => {
      for (const name of ['constructor', '__proto__', '%ff', '<b>bold</b>']) {
        const text = encodeURIComponent(name);
        for (const address of [
          `/local/jobs/${text}?tab=${text}&axis=${text}&rank=${text}`,
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
      const fields = [
        ...[
          'name',
          'status',
          'type',
          'instance',
          'tag',
          'sort',
          'page',
          'size',
          'from',
          'to',
          'prefix',
          'by',
        ],
        ...[
          'before',
          'checkpoints',
          'interrupted',
          'period',
          'zone',
          'unit',
          'parts',
          'groups-page',
          'group',
        ],
        ...[
          'checkpoint-seconds',
          'standing',
          'suits',
          'clone',
          'continue',
          'verify',
          'example',
          'job',
          'jobs',
          'model',
          'tab',
          'axis',
        ],
        ...[
          'rank',
          'smooth',
          'scale',
          'pin',
          'hide',
          'shown',
          'log',
          'epoch',
          'time',
          'outcomes',
          'flip',
          'only',
        ],
        ...['differences', 'archived', 'draft', 'preset', 'points', 'step', 'line'],
      ];
      const often = ['jobs', 'savings'];
      const pages = [
        ...[...often, 'jobs/new', 'endpoints/new', 'waste', 'compare', 'endpoints', 'endpoints/evaluations'],
        ...['story', 'tools', ...jobNames.map((name) => `jobs/${name}`)],
      ];
      const files = ['job-list/export', 'waste/export', 'compare/export', `jobs/${jobNames[0]}/log`];
      for (const [index, name] of names.entries()) {
        const query = new URLSearchParams([[name, name], ...fields.map((field) => [field, name])]);
        query.set('sort', `-${name}`);
        for (const path of index % 3 === 1 ? [...pages, ...files] : often) {
          const answer = await page.request.get(`/local/${path}?${query}`);
          if (answer.status() >= 500) broken.push(`${answer.status()} ${answer.url()}`);
          // The digest of an error that a page's server side has thrown.
          if (/digest\\?":\\?"\d/.test(await answer.text())) broken.push(`an error on ${answer.url()}`);
        }
        if (index % 24 !== 4) continue;
        for (const path of index === 4 ? pages : often) {
          await page.goto(`/local/${path}?${query}`);
          await expectWhole(page, `${path} ${name}`);
        }
      }
      for (const name of tagNames.slice(0, 3)) {
        await page.goto(`/local/savings?by=tag&tag=${encodeURIComponent(name)}`);
        await expectWhole(page, `savings by ${name}`);
      }
      await page.goto('/local/jobs?tag=constructor');
      for (const name of jobNames) await expect(page.getByRole('link', { name, exact: true })).toBeVisible();
      for (const clone of jobNames) {
        await page.goto(`/local/jobs/new?clone=${clone}`);
        await expectWhole(page, clone);
      }
    });

    await test.step('cookies so called', async () => {
      const { origin, hostname } = new URL(spotdeck.url);
      const columns = encodeURIComponent(JSON.stringify({ columns: [{ id: '__proto__', visible: true }] }));
      for (const value of ['constructor', columns, '%ff', '%']) {
        const cookies = ['spotdeck-theme', 'sd-zone', 'spotdeck-jobs-table', 'constructor', '__proto__'];
        await page
          .context()
          .addCookies(cookies.map((name) => ({ name, value, domain: hostname, path: '/' })));
        for (const path of ['/local/jobs', '/local/savings']) {
          await page.goto(`${origin}${path}`);
          await expectWhole(page, `${path} ${value}`);
        }
      }
    });
    expect(broken).toEqual([]);
  });
});

/** No error boundary has been drawn, and no text became markup; the fixture sees to the console. */
const expectWhole = async (page: Page, what: string): Promise<void> => {
  const { content } = new AppFrame(page);
  await expect(content.or(page.getByRole('main')).or(page.locator('body > pre')).first(), what).toBeVisible();
  await expect(page.getByText(/could not be shown/), what).toHaveCount(0);
  await expect(page.locator('b').getByText('bold', { exact: true }), what).toHaveCount(0);
};
