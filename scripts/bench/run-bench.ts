/** Runs the measurements one after another, so that none disturbs another, and prints them. */
import { writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, loadavg } from 'node:os';
import path from 'node:path';
import { chromium } from '@playwright/test';
import { ensureBrowser } from '../browser.mjs';
import { measureCatalog } from './catalog';
import { measureCheckpoints } from './checkpoints';
import { measureEngineOverhead } from './engine-overhead';
import { measureEvaluation } from './evaluation';
import { type Figure, formatTable } from './figure';
import { measureFirstEpoch } from './first-epoch';
import { measureFirstSight } from './first-sight';
import { measureInterruption } from './interruption';
import { measureLogReading } from './log-reading';
import { measureLogToPage } from './log-to-page';
import { measureSeveralPlaces } from './several-places';
import { startSpotdeck } from './spotdeck-process';
import { startUpFigures } from './start-up';

export interface BenchOptions {
  root: string;
  /** For everything that is written. */
  folder: string;
  /** Of the dashboard. */
  url: string;
  /** Name of the one measurement to run. */
  only?: string;
  /** That the catalog is measured with. */
  jobs?: number;
}

const laterStarts = 3;

const measurements: Record<string, (options: BenchOptions) => Promise<Figure[]>> = {
  'first-epoch': () => measureFirstEpoch(),
  'engine-overhead': ({ root, folder }) => measureEngineOverhead(root, folder),
  checkpoints: () => measureCheckpoints(),
  interruption: () => measureInterruption(),
  'log-reading': async () => measureLogReading(),
  'log-to-page': ({ url }) => withBrowser((browser) => measureLogToPage(browser, url)),
  'first-sight': ({ root, folder }) => withBrowser((browser) => measureFirstSight(browser, root, folder)),
  evaluation: ({ root, folder }) => measureEvaluation(root, folder),
  catalog: ({ root, folder, jobs }) => measureCatalog(root, folder, jobs),
  'several-places': async ({ folder, jobs = 100_000 }) => measureSeveralPlaces(folder, jobs),
};

/** What `only` can be. */
export const names = ['start-up', ...Object.keys(measurements)];

/** @throws Error, where a measurement cannot be made; a missed target is only printed */
export const runBench = async (options: BenchOptions): Promise<void> => {
  const { root, url, only } = options;
  const wants = (name: string) => only === undefined || only === name;
  const machine = machineLine();
  console.log(machine);
  const figures: Figure[] = [];

  let spotdeck = await startSpotdeck(root, url);
  if (wants('start-up')) {
    const first = spotdeck.start;
    const later = [];
    for (let start = 0; start < laterStarts; start++) {
      await spotdeck.stop();
      spotdeck = await startSpotdeck(root, url);
      later.push(spotdeck.start);
    }
    figures.push(...startUpFigures(first, later));
    console.log('measured: start-up');
  }
  for (const [name, measure] of Object.entries(measurements)) {
    if (!wants(name)) continue;
    figures.push(...(await measure(options)));
    console.log(`measured: ${name}`);
  }
  await spotdeck.stop();

  console.log(`\n${formatTable(figures)}`);
  const file = path.join(root, '.build/bench.json');
  await writeFile(file, `${JSON.stringify({ machine, figures }, null, 2)}\n`);
};

const withBrowser = async (
  measure: (browser: Awaited<ReturnType<typeof openBrowser>>) => Promise<Figure[]>,
) => {
  const browser = await openBrowser();
  try {
    return await measure(browser);
  } finally {
    await browser.close();
  }
};

const openBrowser = () =>
  chromium.launch({
    executablePath: ensureBrowser(),
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'],
  });

const machineLine = (): string =>
  [
    `${cpus()[0]?.model ?? process.arch}, ${availableParallelism()} cores`,
    `Node ${process.versions.node}`,
    new Date().toISOString().slice(0, 10),
    `load ${loadavg()[0]?.toFixed(1)} at the start`,
  ].join(' · ');
