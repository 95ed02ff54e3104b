import { readFile } from 'node:fs/promises';
import { type Page, type Response } from '@playwright/test';
import { z } from 'zod';
import { type AwsClients } from '../fixtures/aws-clients';
import { ForeignSite } from '../fixtures/foreign-site';
import { expect, test } from '../fixtures/spotdeck';
import { createTrainingJob, describeTrainingJob, uniqueName } from '../fixtures/training-jobs';
import { JobPage } from '../models/job-page';

const securityHeaders = [
  'content-security-policy',
  'x-frame-options',
  'x-content-type-options',
  'referrer-policy',
  'permissions-policy',
  'cross-origin-opener-policy',
  'cross-origin-resource-policy',
];

/** The id by which a page calls a server action. */
const actionId = async (name: string): Promise<string> => {
  const manifest = z
    .object({ node: z.record(z.string(), z.object({ exportedName: z.string() })) })
    .parse(JSON.parse(await readFile('.next/server/server-reference-manifest.json', 'utf8')));
  const [id] = Object.entries(manifest.node).find(([, { exportedName }]) => exportedName === name) ?? [];
  if (id === undefined) throw new Error(`there is no action ${name}`);
  return id;
};

const runningJob = async (aws: AwsClients): Promise<string> => {
  const name = uniqueName('coveted');
  await createTrainingJob(aws, {
    name,
    script: 'count-epochs.mjs',
    hyperparameters: { epochs: '120' },
    spot: { maxRuntimeSeconds: 600, maxWaitSeconds: 1200 },
  });
  return name;
};

/** Has the page call the action that stops a job, as the dashboard's own page does. */
const callStop = (page: Page, url: string, id: string, name: string, mode: RequestMode): Promise<string> =>
  page.evaluate(
    async ([address, action, job, requestMode]) => {
      try {
        const answer = await fetch(address!, {
          method: 'POST',
          mode: requestMode as RequestMode,
          credentials: 'include',
          headers: { 'Next-Action': action!, 'Content-Type': 'text/plain;charset=UTF-8' },
          body: JSON.stringify(['local', job]),
        });
        return `${answer.type} ${answer.status}`;
      } catch {
        // What a foreign page sees of a request that the browser refused.
        return 'failed';
      }
    },
    [`${url}/local/jobs/${name}`, id, name, mode],
  );

test.describe('A page of another origin', () => {
  // The browser notes each request that it or Spotdeck refuses.
  test.use({ expectedConsoleErrors: [/./] });

  test('neither changes nor reads anything, nor frames a page', async ({ page, aws, spotdeck }) => {
    const name = await runningJob(aws);
    const stop = await actionId('stopJobAction');
    const foreign = await ForeignSite.start();
    const answers: Response[] = [];
    page.on('response', (response) => {
      if (response.url().startsWith(spotdeck.url)) answers.push(response);
    });
    const job = `${spotdeck.url}/local/jobs/${name}`;
    await expect.poll(async () => (await describeTrainingJob(aws, name)).SecondaryStatus).toBe('Training');
    await page.goto(foreign.url);

    await test.step('by fetch', async () => {
      expect(await callStop(page, spotdeck.url, stop, name, 'cors')).toBe('failed');
      expect(await callStop(page, spotdeck.url, stop, name, 'no-cors')).toMatch(/^(failed|opaque 0)$/);
      for (const path of ['/local/jobs', `/local/jobs/${name}/log`, '/local/job-list/export', '/icon.svg']) {
        const read = await page.evaluate(
          (url) => fetch(url, { credentials: 'include' }).then((answer) => answer.text(), String),
          spotdeck.url + path,
        );
        expect(read, path).toContain('Failed to fetch');
      }
    });

    await test.step('by a beacon and by a form', async () => {
      await page.evaluate(([url]) => navigator.sendBeacon(url!, '["local"]'), [job]);
      for (const enctype of ['multipart/form-data', 'text/plain']) {
        await page.setContent(
          `<form method="post" enctype="${enctype}" action="${job}">
             <input name="$ACTION_ID_${stop}"><input name="1" value='["local","${name}"]'><button>Win</button>
           </form>`,
        );
        await Promise.all([page.waitForURL(job), page.getByRole('button').click()]);
        await expect(page.locator('body')).toHaveText(/^Requests from pages of .* are refused\.\s*$/);
        await page.goto(foreign.url);
      }
    });

    await test.step('by what a page shows', async () => {
      const shown = await page.evaluate(
        async ([base, jobUrl]) => {
          const outcome = (element: HTMLImageElement | HTMLScriptElement | HTMLLinkElement) =>
            new Promise<string>((resolve) => {
              element.onload = () => resolve('loaded');
              element.onerror = () => resolve('refused');
              document.body.append(element);
            });
          const styles = document.createElement('link');
          styles.rel = 'stylesheet';
          styles.href = `${base}/local/jobs`;
          const script = document.createElement('script');
          script.src = `${base}/local/job-list/export`;
          const image = new Image();
          image.src = `${base}/icon.svg`;
          const log = new Image();
          log.src = `${jobUrl}/log`;
          const events = new Promise<string>((resolve) => {
            const source = new EventSource(`${jobUrl}/events`, { withCredentials: true });
            source.onmessage = () => resolve('loaded');
            source.onopen = () => resolve('loaded');
            source.onerror = () => resolve('refused');
          });
          const socket = new Promise<string>((resolve) => {
            const opened = new WebSocket(`${base!.replace('http', 'ws')}/_next/hmr`);
            opened.onopen = () => resolve('loaded');
            opened.onerror = () => resolve('refused');
          });
          return Promise.all([...[styles, script, image, log].map(outcome), events, socket]);
        },
        [spotdeck.url, job],
      );
      expect(shown).toEqual(shown.map(() => 'refused'));
    });

    await test.step('by a frame', async () => {
      for (const tag of ['iframe src', 'object data', 'embed src']) {
        const [answer] = await Promise.all([
          page.waitForResponse((response) => response.url() === job),
          page.setContent(`<${tag}="${job}" width="800" height="600"></${tag.split(' ')[0]}>`),
        ]);
        expect(answer.status(), tag).toBe(403);
      }
    });

    await test.step('by a window that it opens: it may lead there, and no more', async () => {
      await page.goto(foreign.url);
      const [opened] = await Promise.all([
        page.waitForEvent('popup'),
        page.evaluate((url) => {
          (window as { victim?: Window | null }).victim = window.open(url, 'victim');
        }, `${spotdeck.url}/local/jobs/${name}`),
      ]);
      await expect(new JobPage(opened).headline).toHaveText(/^Training epoch /);
      const hold = await page.evaluate(() => {
        const { victim } = window as { victim?: Window };
        victim?.postMessage('stop', '*');
        return victim === undefined || victim.closed ? 'gone' : 'held';
      });
      expect(hold).toBe('gone');
      expect(await opened.evaluate(() => window.opener === null)).toBe(true);
      await opened.close();
    });

    const reached = answers.filter((response) => response.frame().page() === page && response.status() < 400);
    expect(reached.map((response) => response.url())).toEqual([]);
    expect(answers.length, 'and it was tried').toBeGreaterThanOrEqual(5);
    expect((await describeTrainingJob(aws, name)).SecondaryStatus).toBe('Training');
    foreign.stop();

    await test.step('the same call by a page of the dashboard does what it says', async () => {
      await page.goto('/local/jobs');
      expect(await callStop(page, spotdeck.url, stop, name, 'cors')).toBe('basic 200');
      await expect
        .poll(async () => (await describeTrainingJob(aws, name)).TrainingJobStatus)
        .toMatch(/^Stop(ping|ped)$/);
    });
  });
});

test.describe('Every answer', () => {
  test.use({ expectedConsoleErrors: [/404|400/] });

  test('has the security headers: pages, data, actions, files, streams, refusals', async ({ page, aws }) => {
    const name = await runningJob(aws);
    const bare = new Map<string, string[]>();
    const kinds = new Set<string>();
    page.on('response', async (response) => {
      // The page may be gone before its last answer is read.
      const headers = await response.allHeaders().catch(() => undefined);
      if (headers === undefined || !/^http/.test(response.url())) return;
      const missing = securityHeaders.filter((header) => headers[header] === undefined);
      if (missing.length > 0) bare.set(response.url(), missing);
      kinds.add(`${response.request().resourceType()} ${headers['content-type']?.split(';')[0] ?? ''}`);
    });
    const job = new JobPage(page);
    await job.open(name);
    await expect(job.headline).toHaveText(/^Training epoch /);
    await page.goto('/local/savings');
    await page.getByRole('link', { name: 'Endpoints' }).first().click();
    await expect(page.getByRole('heading', { level: 1, name: 'Endpoints' })).toBeVisible();
    for (const address of [
      '/',
      '/nowhere',
      '/local/nowhere',
      '/local/jobs/none',
      '/%ff',
      '/_next/static/none.js',
    ])
      await page.goto(address);
    await page.goto(`/local/jobs/${name}/log?attempt=none`);
    await job.open(name);
    await job.confirmStop();
    expect([...bare]).toEqual([]);
    expect([...kinds]).toEqual(
      expect.arrayContaining([
        'document text/html',
        'document text/plain',
        'script application/javascript',
        'stylesheet text/css',
        'eventsource text/event-stream',
        'fetch text/x-component',
      ]),
    );
  });
});
