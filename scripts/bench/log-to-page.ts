import { type Browser, type Page } from '@playwright/test';
import { stopJob } from '../../lib/jobs/stop-job';
import { runUseCase } from '../../lib/use-cases/run-use-case';
import { jobWhen, launchScript } from './bench-job';
import { type Figure, median } from './figure';

const ticks = 20;
const limitSeconds = 2;

/** Prints the time, so that what is on the page tells when it was printed. */
const script = `
for (;;) {
  console.log('tick ' + Date.now());
  await new Promise((resolve) => setTimeout(resolve, 730));
}
`;

/** From a line's print to the first frame of the job page that has it; and what the page weighs on the wire. */
export const measureLogToPage = async (browser: Browser, url: string): Promise<Figure[]> => {
  const name = 'bench-log-to-page';
  await launchScript(name, script);
  await jobWhen(name, ({ secondaryStatus }) => secondaryStatus === 'Training');
  const page = await browser.newPage();
  try {
    const weight = await weighing(page);
    await page.goto(`${url}/local/jobs/${name}`);
    await page
      .getByText(/tick \d{13}/)
      .first()
      .waitFor({ timeout: 60_000 });
    const bytes = weight();
    const delays = await page.evaluate(delaysOnPage, ticks);
    return [
      {
        metric: 'log line → on the page, median',
        measured: `${median(delays).toFixed(2)} s`,
        target: `≤ ${limitSeconds} s`,
        met: median(delays) <= limitSeconds,
        samples: delays,
      },
      {
        metric: `log line → on the page, slowest of ${ticks}`,
        measured: `${Math.max(...delays).toFixed(2)} s`,
        target: `≤ ${limitSeconds} s`,
        met: Math.max(...delays) <= limitSeconds,
        samples: delays,
      },
      {
        metric: 'job page over the wire, until its log shows',
        measured: `${Math.round(bytes / 1024)} KB`,
        samples: [bytes / 1024],
      },
    ];
  } finally {
    await page.close();
    await runUseCase(stopJob, 'local', { name });
    await jobWhen(name, ({ status }) => status === 'Stopped');
  }
};

/** @returns what gives the encoded bytes that have come so far */
const weighing = async (page: Page): Promise<() => number> => {
  let bytes = 0;
  const session = await page.context().newCDPSession(page);
  session.on('Network.loadingFinished', ({ encodedDataLength }) => {
    bytes += encodedDataLength;
  });
  await session.send('Network.enable');
  return () => bytes;
};

/** Runs in the page: seconds between the time in a line and the frame in which it is first there. */
const delaysOnPage = (count: number): Promise<number[]> =>
  new Promise((resolve) => {
    const newest = () => {
      const printed = document.body.innerText.match(/tick \d{13}/g) ?? [];
      return Math.max(0, ...printed.map((line) => Number(line.slice(5))));
    };
    let seen = newest();
    const delays: number[] = [];
    const look = () => {
      const tick = newest();
      if (tick > seen) {
        seen = tick;
        delays.push((Date.now() - tick) / 1000);
      }
      if (delays.length >= count) resolve(delays);
      else requestAnimationFrame(look);
    };
    look();
  });
