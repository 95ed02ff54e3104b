import { gzipSync } from 'node:zlib';
import { type Browser, type Page, type Response } from '@playwright/test';

/** A page whose first sight is measured. */
export interface SightPage {
  title: string;
  path: string;
  /** It is a table of jobs, whose first rows count. */
  rows?: boolean;
  /** Its scripts have a limit. */
  scriptLimit?: boolean;
}

/**
 * What the browser measured of one load: milliseconds from the navigation's start. Kilobytes are those of gzip, of
 * which the targets are, whatever the server sends.
 */
export interface FirstSight {
  fcpMs: number;
  lcpMs: number;
  /** Until the first row was drawn. */
  rowsMs?: number;
  cls: number;
  /** How long tasks above 50 ms took together. */
  longTaskMs: number;
  scriptKb: number;
  sheets: number;
  styleKb: number;
}

/** Quiet of network and layout for so long ends a load. */
const quietMs = 1_500;

/** One load in a fresh context. */
export const seeFirst = async (
  browser: Browser,
  url: string,
  { path, rows }: SightPage,
): Promise<FirstSight> =>
  inFreshPage(browser, async (page) => {
    const scripts: Response[] = [];
    const sheets: Response[] = [];
    page.on('response', (response) => {
      const { pathname } = new URL(response.url());
      if (pathname.endsWith('.js')) scripts.push(response);
      if (pathname.endsWith('.css')) sheets.push(response);
    });
    await page.addInitScript(watchPaints);
    await page.goto(`${url}${path}`, { waitUntil: 'load' });
    if (rows) await page.locator(rowLink).first().waitFor();
    const seen = await page.evaluate(readSight, quietMs);
    return {
      ...seen,
      scriptKb: await gzipKbOf(scripts),
      sheets: sheets.length,
      styleKb: await gzipKbOf(sheets),
    };
  });

const gzipKbOf = async (responses: readonly Response[]): Promise<number> => {
  const bodies = await Promise.all(responses.map((response) => response.body()));
  return bodies.reduce((sum, body) => sum + gzipSync(body).length, 0) / 1024;
};

/** WebPageTest's and Lighthouse's slow 3G: 400 kbit/s, 400 ms a round trip. @returns milliseconds */
export const seeOverSlow3g = async (browser: Browser, url: string, { path }: SightPage): Promise<number> =>
  inFreshPage(browser, async (page) => {
    const session = await page.context().newCDPSession(page);
    await session.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: 400,
      downloadThroughput: 400_000 / 8,
      uploadThroughput: 400_000 / 8,
    });
    await page.goto(`${url}${path}`, { waitUntil: 'commit', timeout: 120_000 });
    return page.evaluate(firstPaint);
  });

/** Milliseconds from the press on "2" to the frame that shows other rows. */
export const seePageTwo = async (browser: Browser, url: string): Promise<number> =>
  inFreshPage(browser, async (page) => {
    await page.goto(`${url}/local/jobs`, { waitUntil: 'load' });
    await page.getByText('Live', { exact: true }).waitFor();
    // The event stream may keep the network busy: what is measured waits for no idleness.
    await page.waitForLoadState('networkidle').catch(() => undefined);
    return page.evaluate(pressPageTwo, rowLink);
  });

const rowLink = 'tbody th a, tbody td a';

const inFreshPage = async <Value>(browser: Browser, act: (page: Page) => Promise<Value>): Promise<Value> => {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    timezoneId: 'Europe/Berlin',
  });
  try {
    return await act(await context.newPage());
  } finally {
    await context.close();
  }
};

// What follows runs in the page and can use nothing from out here.

interface Seen {
  lcpMs: number;
  cls: number;
  longTaskMs: number;
  rowsMs?: number;
  shiftedAt: number;
}

declare global {
  /** What `watchPaints` has seen so far, kept in the page. */
  var firstSight: Seen;
}

const watchPaints = () => {
  const seen: Seen = { lcpMs: 0, cls: 0, longTaskMs: 0, shiftedAt: 0 };
  globalThis.firstSight = seen;
  const watch = (type: string, take: (entry: PerformanceEntry) => void) =>
    new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true });
  watch('largest-contentful-paint', ({ startTime }) => (seen.lcpMs = startTime));
  watch('longtask', ({ duration }) => (seen.longTaskMs += duration));
  watch('layout-shift', (entry) => {
    const shift = entry as PerformanceEntry & { value: number; hadRecentInput: boolean };
    if (shift.hadRecentInput) return;
    seen.cls += shift.value;
    seen.shiftedAt = performance.now();
  });
  const look = () => {
    // Laid out, so that what streamed in but is still hidden does not count.
    if (document.querySelector<HTMLElement>('tbody th a, tbody td a')?.offsetParent) {
      // The frame after this one shows it.
      requestAnimationFrame(() => (seen.rowsMs = performance.now()));
    } else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
};

const readSight = async (quiet: number): Promise<Omit<FirstSight, 'scriptKb' | 'sheets' | 'styleKb'>> => {
  const { firstSight: seen } = globalThis;
  const resources = () => performance.getEntriesByType('resource') as PerformanceResourceTiming[];
  const busyAt = () => Math.max(seen.shiftedAt, ...resources().map(({ responseEnd }) => responseEnd));
  // The stream of events never ends, and has no entry until it does.
  while (performance.now() - busyAt() < quiet) await new Promise((resolve) => setTimeout(resolve, 100));
  const fcp = performance.getEntriesByName('first-contentful-paint')[0];
  if (!fcp) throw new Error('nothing was painted');
  return {
    fcpMs: fcp.startTime,
    lcpMs: seen.lcpMs,
    ...(seen.rowsMs !== undefined && { rowsMs: seen.rowsMs }),
    cls: seen.cls,
    longTaskMs: seen.longTaskMs,
  };
};

const firstPaint = (): Promise<number> =>
  new Promise((resolve) => {
    new PerformanceObserver((list) => {
      const paint = list.getEntriesByName('first-contentful-paint')[0];
      if (paint) resolve(paint.startTime);
    }).observe({ type: 'paint', buffered: true });
  });

const pressPageTwo = (selector: string): Promise<number> => {
  const names = () => [...document.querySelectorAll(selector)].map(({ textContent }) => textContent).join();
  const before = names();
  const [two] = [...document.querySelectorAll<HTMLElement>('ul button')].filter(
    ({ textContent }) => textContent?.trim() === '2',
  );
  if (!two) throw new Error('there is no button for page 2');
  const pressed = performance.now();
  two.click();
  return new Promise((resolve) => {
    const look = () => {
      if (names() !== before) requestAnimationFrame(() => resolve(performance.now() - pressed));
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
};
