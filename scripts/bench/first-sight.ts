import path from 'node:path';
import { type Browser } from '@playwright/test';
import { generateJobs } from '../generate-jobs.mjs';
import { type Figure, median } from './figure';
import { type FirstSight, type SightPage, seeFirst, seePageTwo, seeOverSlow3g } from './first-sight-page';
import { placeOf, startSpotdeck } from './spotdeck-process';

const jobs = 20_000;
/** The newest ones: a job's page without a log has no charts, which are a good part of it. */
const logs = 200;
const runs = 5;
const limits = {
  fcpMs: 500,
  lcpMs: 800,
  rowsMs: 800,
  pageTwoMs: 100,
  scriptKb: 350,
  styleKb: 60,
  sheets: 3,
  cls: 0.02,
  slowFcpMs: 4_000,
};

/**
 * What a reader sees first of each page, over generated jobs: each figure is the median of five loads, each in a
 * fresh context, so that nothing is cached.
 */
export const measureFirstSight = async (
  browser: Browser,
  root: string,
  folder: string,
): Promise<Figure[]> => {
  const dataDir = path.join(folder, 'first-sight');
  generateJobs(dataDir, { count: jobs, days: 90, logs });
  const { url, environment } = await placeOf(dataDir);
  const spotdeck = await startSpotdeck(root, url, { environment });
  try {
    await readAll(url);
    const pages = await pagesOf(url);
    const figures: Figure[] = [];
    for (const page of pages) {
      // Once unmeasured: the server reads a page's code when it is first asked for it.
      await seeFirst(browser, url, page);
      const seen: FirstSight[] = [];
      const slow: number[] = [];
      for (let run = 0; run < runs; run++) {
        seen.push(await seeFirst(browser, url, page));
        slow.push(await seeOverSlow3g(browser, url, page));
      }
      figures.push(...figuresOf(page, seen, slow));
    }
    const pageTwo: number[] = [];
    for (let run = 0; run < runs; run++) pageTwo.push(await seePageTwo(browser, url));
    figures.push(msFigure('the list: page 2, from the press to its rows', pageTwo, limits.pageTwoMs));
    return figures;
  } finally {
    await spotdeck.stop();
  }
};

const csvOf = async (url: string, query: string): Promise<string[]> => {
  const response = await fetch(`${url}/local/job-list/export?${query}`);
  const [, ...rows] = (await response.text()).trimEnd().split('\r\n');
  return rows.map((row) => row.split(',')[0] ?? '');
};

/** Waits until the catalog holds all jobs: until then the list shows another figure at each look. */
const readAll = async (url: string): Promise<void> => {
  const deadline = performance.now() + 300_000;
  while ((await csvOf(url, '')).length < jobs) {
    if (performance.now() > deadline) throw new Error('the catalog was not filled in five minutes');
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
};

const pagesOf = async (url: string): Promise<SightPage[]> => {
  const [job] = await csvOf(url, 'interrupted=yes&status=completed');
  if (!job) throw new Error('no generated job was interrupted and completed');
  return [
    { title: 'the list', path: '/local/jobs', rows: true, scriptLimit: true },
    { title: 'a job', path: `/local/jobs/${job}`, scriptLimit: true },
    { title: 'launch', path: '/local/jobs/new' },
    { title: 'savings', path: '/local/savings' },
    { title: 'endpoints', path: '/local/endpoints' },
    { title: 'your own tools', path: '/local/tools' },
  ];
};

const figuresOf = (page: SightPage, seen: readonly FirstSight[], slow: number[]): Figure[] => {
  const of = (value: (one: FirstSight) => number) => seen.map(value);
  const name = (what: string) => `${page.title}: ${what}`;
  return [
    msFigure(
      name('first contentful paint'),
      of(({ fcpMs }) => fcpMs),
      limits.fcpMs,
    ),
    msFigure(
      name('largest contentful paint'),
      of(({ lcpMs }) => lcpMs),
      limits.lcpMs,
    ),
    ...(page.rows
      ? [
          msFigure(
            name('first rows'),
            of(({ rowsMs }) => rowsMs ?? Infinity),
            limits.rowsMs,
          ),
        ]
      : []),
    numberFigure(
      name('layout shift'),
      of(({ cls }) => cls),
      3,
      '',
      limits.cls,
    ),
    msFigure(
      name('long tasks, together'),
      of(({ longTaskMs }) => longTaskMs),
    ),
    numberFigure(
      name('scripts, gzip'),
      of(({ scriptKb }) => scriptKb),
      0,
      ' KB',
      page.scriptLimit ? limits.scriptKb : undefined,
    ),
    numberFigure(
      name('style sheets'),
      of(({ sheets }) => sheets),
      0,
      '',
      limits.sheets,
    ),
    numberFigure(
      name('style sheets, gzip'),
      of(({ styleKb }) => styleKb),
      0,
      ' KB',
      limits.styleKb,
    ),
    msFigure(name('first contentful paint over slow 3G'), slow, limits.slowFcpMs),
  ];
};

const numberFigure = (
  metric: string,
  samples: number[],
  digits: number,
  unit: string,
  limit?: number,
): Figure => {
  const value = median(samples);
  return {
    metric,
    measured: `${value.toFixed(digits)}${unit}`,
    samples,
    ...(limit !== undefined && { target: `≤ ${limit}${unit}`, met: value <= limit }),
  };
};

const msFigure = (metric: string, samples: number[], limitMs?: number): Figure => {
  const value = median(samples) / 1000;
  return {
    metric,
    measured: `${value.toFixed(2)} s`,
    samples,
    ...(limitMs !== undefined && { target: `≤ ${limitMs / 1000} s`, met: value <= limitMs / 1000 }),
  };
};
