import { fork } from 'node:child_process';
import { once } from 'node:events';
import { get } from 'node:http';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { jobSortKeys } from '../../lib/training/job-columns';
import { bundleCommand } from '../bundle-command.mjs';
import { generateJobs } from '../generate-jobs.mjs';
import { type LargeCatalogMeasurements } from './large-catalog';
import { type Figure, median, percentile } from './figure';
import { placeOf, startSpotdeck } from './spotdeck-process';
import { measureSyncMemory } from './sync-memory';

/** What catalog-process.ts tells. */
export interface CatalogMeasurements {
  jobs: number;
  syncSeconds: number;
  searchCalls: number;
  describeCalls: number;
  /** Search calls of one refresh after nothing, or little, has changed. */
  incrementalCalls: number;
  /** Of the processor, by filter. */
  listMs: Record<string, number[]>;
  reportMs: Record<string, number[]>;
}

const usual = 100_000;
const seed = 7;

/** What is aimed at with as many jobs: of an account of years, a report may take longer, and the first sync its time. */
const limitsOf = (jobs: number) =>
  jobs <= usual
    ? { days: 180, listMs: 100, pageKb: 60, reportMs: 250, syncSeconds: 180, peakMb: 200 }
    : { days: 730, listMs: 100, pageKb: 60, reportMs: 500, peakMb: 200 };
type Limits = ReturnType<typeof limitsOf>;

/**
 * More jobs than can be generated for a backend and synchronised in some minutes are put into a catalog by its own writer;
 * list, report and waste board are then asked of it without HTTP. All times are the processor's.
 */
const measureLargeCatalog = async (folder: string, jobs: number): Promise<Figure[]> => {
  const limits = limitsOf(jobs);
  const measured = await measureInItsProcess<LargeCatalogMeasurements>('large-catalog', process.env, [
    path.join(folder, 'large-catalog.sqlite'),
    ...[jobs, limits.days, seed].map(String),
  ]);
  const { fillSeconds, sumSeconds, longestTurnMs, facetsMs } = measured;
  return [
    {
      metric: `${measured.jobs.toLocaleString('en')} generated jobs, written into a catalog without a backend`,
      measured: `${fillSeconds.toFixed(0)} s`,
      samples: [fillSeconds],
    },
    {
      metric: 'sums of a report kept ahead of it, in all / the longest turn',
      measured: `${sumSeconds.toFixed(0)} s / ${longestTurnMs.toFixed(0)} ms`,
      samples: [sumSeconds],
    },
    {
      metric: 'what the filters of the list offer',
      measured: `${facetsMs.toFixed(0)} ms`,
      samples: [facetsMs],
    },
    ...askedFigures(measured, limits),
  ];
};

/**
 * A backend with so many generated finished jobs: first synchronisation, job list, savings report; in a process of
 * their own, and over HTTP as a browser asks for them.
 */
export const measureCatalog = async (root: string, folder: string, jobs = usual): Promise<Figure[]> => {
  if (jobs > usual) return measureLargeCatalog(folder, jobs);
  const limits = limitsOf(jobs);
  const dataDir = path.join(folder, 'many-jobs');
  generateJobs(dataDir, { count: jobs, days: limits.days, seed });
  const { url, environment } = await placeOf(dataDir);
  // The dashboard must not fill the catalog before it is measured: it is asked for no page until then.
  const spotdeck = await startSpotdeck(root, url, { environment, firstPage: '/icon.svg' });
  const figures: Figure[] = [];
  try {
    const measured = await measureInItsProcess<CatalogMeasurements>('catalog-process', environment);
    figures.push(...figuresOf(measured, jobs, limits), ...(await pageFigures(url, jobs, limits)));
  } finally {
    await spotdeck.stop();
  }
  return [...figures, ...memoryFigures(await measureSyncMemory(root, dataDir), limits)];
};

/** @param bytes undefined where it could not be measured */
const memoryFigures = (bytes: number | undefined, { peakMb }: Limits): Figure[] =>
  bytes === undefined
    ? []
    : [
        {
          metric: 'memory of the dashboard at its highest, in a first sync with a page open',
          measured: `${megabytes(bytes).toFixed(0)} MB`,
          target: `≤ ${peakMb} MB`,
          met: megabytes(bytes) <= peakMb,
          samples: [bytes],
        },
      ];

const measureInItsProcess = async <Measurements>(
  program: 'catalog-process' | 'large-catalog',
  environment: NodeJS.ProcessEnv,
  args: readonly string[] = [],
): Promise<Measurements> => {
  const bundle = await bundleCommand(`scripts/bench/${program}.ts`, `bench-${program}`);
  const child = fork(fileURLToPath(bundle), args, { env: environment });
  const [measured] = (await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(() => Promise.reject(new Error('the catalog could not be measured'))),
  ])) as [Measurements];
  return measured;
};

const megabytes = (bytes: number) => bytes / 1e6;

const figuresOf = (measured: CatalogMeasurements, jobs: number, limits: Limits): Figure[] => [
  {
    metric: `first sync of ${measured.jobs.toLocaleString('en')} jobs`,
    measured: `${measured.syncSeconds.toFixed(0)} s`,
    ...(limits.syncSeconds !== undefined && {
      target: `≤ ${limits.syncSeconds} s`,
      met: measured.syncSeconds <= limits.syncSeconds && measured.jobs >= jobs,
    }),
    samples: [measured.syncSeconds],
  },
  {
    metric: 'its calls of Search, and of Describe',
    measured: `${measured.searchCalls}, ${measured.describeCalls}`,
    target: `${jobs / 100}, 0`,
    // A few more, as the newest changes are asked for every ten seconds while the walk goes on.
    met: measured.describeCalls === 0 && measured.searchCalls <= jobs / 100,
    samples: [measured.searchCalls],
  },
  {
    metric: 'Search calls of an incremental sync',
    measured: String(measured.incrementalCalls),
    target: '1',
    met: measured.incrementalCalls === 1,
    samples: [measured.incrementalCalls],
  },
  ...askedFigures(measured, limits),
];

const askedFigures = (
  measured: Pick<CatalogMeasurements, 'listMs' | 'reportMs'>,
  limits: Limits,
): Figure[] => {
  const all = Object.values(measured.listMs).flat();
  const list = percentile(all, 0.95);
  const [slowest = '', ofSlowest = []] =
    Object.entries(measured.listMs).sort(([, a], [, b]) => percentile(b, 0.95) - percentile(a, 0.95))[0] ??
    [];
  return [
    {
      metric: `a page of the list from the catalog, p95 of ${all.length}, of the processor`,
      measured: `${list.toFixed(0)} ms`,
      target: `≤ ${limits.listMs} ms`,
      met: list <= limits.listMs,
      samples: all,
    },
    {
      metric: `the same of the slowest filter: ${slowest}`,
      measured: `${percentile(ofSlowest, 0.95).toFixed(0)} ms`,
      target: `≤ ${limits.listMs} ms`,
      met: percentile(ofSlowest, 0.95) <= limits.listMs,
      samples: ofSlowest,
    },
    ...Object.entries(measured.reportMs).map(([name, samples]): Figure => ({
      metric: `${name}, median`,
      measured: `${median(samples).toFixed(0)} ms`,
      target: `≤ ${limits.reportMs} ms`,
      met: median(samples) <= limits.reportMs,
      samples,
    })),
  ];
};

interface Answer {
  ms: number;
  kilobytes: number;
}

interface Reply extends Answer {
  status: number;
  location?: string;
}

const request = (url: string, headers: Record<string, string>): Promise<Reply> =>
  new Promise((resolve, reject) => {
    const began = performance.now();
    get(url, { headers: { 'accept-encoding': 'gzip, br', ...headers } }, (response) => {
      let bytes = 0;
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
      });
      response.on('error', reject);
      response.on('end', () =>
        resolve({
          ms: performance.now() - began,
          kilobytes: bytes / 1024,
          status: response.statusCode ?? 0,
          location: response.headers.location,
        }),
      );
    }).on('error', reject);
  });

/** As a browser asks: for the whole document, or, on a click, for what changes on the page. */
const ask = async (url: string, click: boolean): Promise<Answer> => {
  const headers: Record<string, string> = click ? { RSC: '1' } : {};
  // Next's own client knows the address that it names for this to begin with.
  const { location } = click ? await request(url, headers) : {};
  const reply = await request(new URL(location ?? url, url).href, headers);
  if (reply.status !== 200) throw new Error(`${url} answered with HTTP ${reply.status}`);
  return reply;
};

const pageFigures = async (url: string, jobs: number, limits: Limits): Promise<Figure[]> => {
  const addresses = jobSortKeys.flatMap((by) =>
    ['', '-'].flatMap((direction) =>
      ['', '&status=completed&type=spot', `&page=${Math.round(jobs / 53)}`].map(
        (more) => `${url}/local/jobs?sort=${direction}${by}&size=25${more}`,
      ),
    ),
  );
  const timed = async (urls: readonly string[], click: boolean) => {
    await ask(urls[0] ?? url, click);
    const answers: Answer[] = [];
    for (const address of urls) answers.push(await ask(address, click));
    return answers;
  };
  const clicks = await timed(addresses, true);
  const documents = await timed(addresses, false);
  // Each from another day before the first job on, so that all jobs are in it and nothing is answered from memory.
  const reports = await timed(
    Array.from({ length: 10 }, (_, index) => {
      const day = (ago: number) => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10);
      return `${url}/local/savings?from=${day(limits.days + 10 + index)}&to=${day(-1)}&zone=UTC`;
    }),
    true,
  );
  return [
    pageFigure('sort, filter or page of the list over HTTP, p95', clicks, limits.listMs),
    sizeFigure('the same on the wire, largest', clicks, limits.pageKb),
    pageFigure('the list as a whole document over HTTP, p95', documents),
    sizeFigure('the same on the wire, largest', documents, limits.pageKb),
    pageFigure('report of all time over HTTP, p95', reports, limits.reportMs),
    sizeFigure('the same on the wire, largest', reports),
  ];
};

const pageFigure = (metric: string, answers: readonly Answer[], limit?: number): Figure => {
  const samples = answers.map(({ ms }) => ms);
  const value = percentile(samples, 0.95);
  return {
    metric,
    measured: `${value.toFixed(0)} ms`,
    samples,
    ...(limit !== undefined && { target: `≤ ${limit} ms`, met: value <= limit }),
  };
};

const sizeFigure = (metric: string, answers: readonly Answer[], limit?: number): Figure => {
  const samples = answers.map(({ kilobytes }) => kilobytes);
  const value = Math.max(...samples);
  return {
    metric,
    measured: `${value.toFixed(0)} KB`,
    samples,
    ...(limit !== undefined && { target: `≤ ${limit} KB`, met: value <= limit }),
  };
};
