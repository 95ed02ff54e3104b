/** The rooms, where each lies and what it may import: `lib/architecture.test.ts` holds the code to it. */
import path from 'node:path';

/** What a room may import besides itself and packages, and why no more. */
export interface Rule {
  may: readonly string[] | 'any';
  because: string;
}

export const PLAIN = ['training', 'training-log', 'regex', 'urls', 'errors'] as const;
const BELOW_USE_CASES = [
  ...PLAIN,
  'aws',
  'catalog',
  'watch',
  'backfill',
  'process',
  'env',
  'way-in',
] as const;

export const RULES = {
  app: { may: ['components', ...PLAIN], because: 'loading, error and not-found pages only show' },
  'app-server': {
    may: ['app', 'components', ...PLAIN, 'use-cases', 'story', 'backends', 'way-in', 'request'],
    because: 'a request is handed to a use case',
  },
  components: { may: PLAIN, because: 'components are given what they show, and run in the browser' },
  'training-log': { may: [], because: 'the reader imports nothing, so that every other room may use it' },
  regex: { may: [], because: 'dashboard and local backend limit foreign expressions by the same rule' },
  sqlite: { may: [], because: 'dashboard and local backend open SQLite by one library, and mend it alike' },
  errors: { may: [], because: 'every room of the dashboard speaks of what failed in the same words' },
  settings: { may: [], because: 'scripts without a TypeScript loader read it too' },
  env: { may: ['settings'], because: 'it is the one reader of the environment' },
  process: { may: [], because: 'what the process keeps, and its clock, know nothing of what is kept' },
  training: { may: ['training-log', 'regex', 'errors'], because: 'the domain does no I/O' },
  urls: { may: ['training', 'errors'], because: 'an address is text about the domain' },
  aws: {
    may: ['training', 'training-log', 'errors', 'env', 'process'],
    because: 'it turns AWS into the domain',
  },
  catalog: {
    may: ['sqlite', 'training', 'training-log', 'errors', 'env'],
    because: 'it keeps the domain in SQLite and asks nobody',
  },
  watch: {
    may: ['aws', 'catalog', 'training', 'training-log', 'errors', 'process'],
    because: 'it follows what runs now; what it finds is kept by others',
  },
  backfill: {
    may: ['watch', 'aws', 'catalog', 'training', 'training-log', 'errors', 'env', 'process'],
    because: 'it fills the catalog from AWS and from what was watched',
  },
  source: {
    may: ['training', 'errors', 'env'],
    because:
      'code of examples and of forms is packed without knowing what for; an example says what it is evaluated on',
  },
  reports: {
    may: ['backfill', 'catalog', 'training', 'training-log'],
    because: 'it reckons reports from catalogs that are open, for use cases and for the bench',
  },
  backends: { may: [...BELOW_USE_CASES], because: 'what a backend can do is asked by every use case' },
  'use-cases': {
    may: [...BELOW_USE_CASES, 'backends', 'source', 'reports'],
    because: 'jobs, launch, endpoints and savings know nothing of one another, of Next and of pages',
  },
  story: {
    may: [...BELOW_USE_CASES, 'use-cases', 'backends', 'source'],
    because: 'it plays what a person would do, by the use cases that a person uses',
  },
  'way-in': {
    may: ['training', 'errors', 'aws', 'backfill', 'env', 'process'],
    because: 'it runs any use case, and knows none; before any it has the catalog carried over',
  },
  registry: {
    may: ['use-cases', 'story', 'backends', 'way-in', 'errors'],
    because: 'it lists the use cases',
  },
  request: { may: ['errors', 'way-in'], because: 'it runs any use case for a request' },
  front: { may: [], because: 'the HTTP server in front of Next is a program of its own' },
  'local-core': {
    may: [],
    because: 'errors, clock, S3 URIs and what a job was asked to be are below all of the local backend',
  },
  'local-wire': { may: ['local-core'], because: 'protocols know no service' },
  'local-store': { may: ['local-core', 'sqlite'], because: 'what is kept knows nothing of who runs' },
  'local-container': {
    may: ['local-core', 'local-store'],
    because: 'it runs programs, whatever they are for',
  },
  'local-stand-in': {
    may: ['local-core', 'local-store', 'local-container'],
    because: 'it builds what programs run in, whoever needs it',
  },
  'local-checkpoint': {
    may: ['local-core', 'local-store', 'local-container'],
    because: 'it syncs a folder with S3, whatever job has it',
  },
  'local-metrics': {
    may: ['local-core', 'local-store', 'local-container', 'regex'],
    because: 'it reads what a program prints and uses',
  },
  'local-serving': {
    may: ['local-core', 'local-store', 'local-container', 'local-stand-in', 'local-metrics'],
    because: 'endpoints and jobs know nothing of each other',
  },
  'local-job': {
    may: [
      'local-core',
      'local-store',
      'local-container',
      'local-stand-in',
      'local-checkpoint',
      'local-metrics',
      'training-log',
    ],
    because: 'a job is put together from the rooms beside it',
  },
  'local-services': {
    may: [
      ...(['local-core', 'local-wire', 'local-store', 'local-metrics'] as const),
      ...(['local-stand-in', 'local-job', 'local-serving'] as const),
    ],
    because: 'services answer requests by store and engine',
  },
  'local-seed': {
    may: [
      'local-core',
      'local-store',
      'local-container',
      'local-metrics',
      'local-job',
      'local-services',
      'local',
      'training-log',
    ],
    because: 'generated jobs are made of what real ones are made of',
  },
  local: {
    may: [
      ...([
        'local-core',
        'local-wire',
        'local-store',
        'local-container',
        'local-stand-in',
        'local-job',
        'local-serving',
      ] as const),
      ...(['local-services', 'local-seed', 'sqlite'] as const),
    ],
    because: 'it puts the local backend together, which imports nothing of the dashboard',
  },
  programs: {
    may: [
      ...BELOW_USE_CASES,
      ...(['use-cases', 'story', 'backends', 'source', 'reports', 'settings', 'tools', 'testing'] as const),
    ],
    because: 'demo and bench use the use cases as the dashboard does',
  },
  tools: {
    may: ['local', 'local-core', 'settings', 'training', 'training-log', 'errors', 'programs', 'testing'],
    because: 'scripts start programs and do not act for the dashboard',
  },
  testing: { may: 'any', because: 'what tests share may use what they test; only tests use it' },
} as const satisfies Record<string, Rule>;

export type Room = keyof typeof RULES;

/** Modules that are a room of their own, with their tests. */
export const SINGLE_FILES: Record<string, Room> = {
  'lib/env': 'env',
  'lib/settings': 'settings',
  'lib/use-cases/registry': 'registry',
};

/** The longest folder that a file is below tells its room. */
export const FOLDERS: Record<string, Room> = {
  'lib/aws': 'aws',
  'lib/backends': 'backends',
  'lib/backfill': 'backfill',
  'lib/catalog': 'catalog',
  'lib/endpoints': 'use-cases',
  'lib/errors': 'errors',
  'lib/jobs': 'use-cases',
  'lib/launch': 'use-cases',
  'lib/local': 'local',
  'lib/local/back-up': 'local',
  'lib/local/core': 'local-core',
  'lib/local/engine/checkpoint': 'local-checkpoint',
  'lib/local/engine/container': 'local-container',
  'lib/local/engine/job': 'local-job',
  'lib/local/engine/metrics': 'local-metrics',
  'lib/local/engine/serving': 'local-serving',
  'lib/local/engine/stand-in': 'local-stand-in',
  'lib/local/seed': 'local-seed',
  'lib/local/services': 'local-services',
  'lib/local/store': 'local-store',
  'lib/local/wire': 'local-wire',
  'lib/process': 'process',
  'lib/regex': 'regex',
  'lib/reports': 'reports',
  'lib/savings': 'use-cases',
  'lib/server': 'request',
  'lib/server/front': 'front',
  'lib/source': 'source',
  'lib/sqlite': 'sqlite',
  'lib/story': 'story',
  'lib/training': 'training',
  'lib/training-log': 'training-log',
  'lib/urls': 'urls',
  'lib/use-cases': 'way-in',
  'lib/watch': 'watch',
  components: 'components',
  e2e: 'tools',
  scripts: 'tools',
  'scripts/bench': 'programs',
  'scripts/demo': 'programs',
  testing: 'testing',
};
const REQUEST_ENTRIES = /\/(?:page|layout|route|actions|search-params|default|template)\.tsx?$/;

export const roomOf = (file: string): Room | undefined => {
  if (file.startsWith('app/')) return REQUEST_ENTRIES.test(file) ? 'app-server' : 'app';
  const single = SINGLE_FILES[withoutEnding(file).replace(/\.test$/, '')];
  if (single) return single;
  for (let folder = path.posix.dirname(file); folder !== '.'; folder = path.posix.dirname(folder)) {
    const room = FOLDERS[folder];
    // A folder that is new in lib/local, or in its engine, has to be named first.
    if (room === 'local' && path.posix.dirname(file) !== folder) return undefined;
    if (room) return room;
  }
  return undefined;
};

const withoutEnding = (file: string) => file.replace(/\.(?:tsx?|mjs|js)$/, '');
