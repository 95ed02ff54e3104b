/**
 * Enforces the arrows between the rooms: which room may import which, and who may use the AWS SDK, React and the
 * environment. What is not allowed here fails the build.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const SCANNED = ['app', 'components', 'lib', 'scripts', 'e2e', 'testing'];

interface SourceFile {
  /** Relative to the root, with slashes. */
  file: string;
  text: string;
}

/** What a room may import besides itself and packages, and why no more. */
interface Rule {
  may: readonly string[] | 'any';
  because: string;
}

const PLAIN = ['training', 'training-log', 'regex', 'urls', 'errors'] as const;
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

const RULES = {
  app: { may: ['components', ...PLAIN], because: 'loading, error and not-found pages only show' },
  'app-server': {
    may: ['app', 'components', ...PLAIN, 'use-cases', 'story', 'backends', 'way-in', 'request'],
    because: 'a request is handed to a use case',
  },
  components: { may: PLAIN, because: 'components are given what they show, and run in the browser' },
  'training-log': { may: [], because: 'the reader imports nothing, so that every other room may use it' },
  regex: { may: [], because: 'dashboard and local backend limit foreign expressions by the same rule' },
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
    may: ['training', 'training-log', 'errors', 'env'],
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
  backends: { may: [...BELOW_USE_CASES], because: 'what a backend can do is asked by every use case' },
  'use-cases': {
    may: [...BELOW_USE_CASES, 'backends', 'source'],
    because: 'jobs, launch, endpoints and savings know nothing of one another, of Next and of pages',
  },
  story: {
    may: [...BELOW_USE_CASES, 'use-cases', 'backends', 'source'],
    because: 'it plays what a person would do, by the use cases that a person uses',
  },
  'way-in': {
    may: ['training', 'errors', 'aws', 'env', 'process'],
    because: 'it runs any use case, and knows none',
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
  'local-store': { may: ['local-core'], because: 'what is kept knows nothing of who runs' },
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
      ...(['local-services', 'local-seed'] as const),
    ],
    because: 'it puts the local backend together, which imports nothing of the dashboard',
  },
  programs: {
    may: [...BELOW_USE_CASES, 'use-cases', 'story', 'backends', 'source', 'settings', 'tools', 'testing'],
    because: 'demo and bench use the use cases as the dashboard does',
  },
  tools: {
    may: ['local', 'local-core', 'settings', 'training', 'training-log', 'errors', 'programs', 'testing'],
    because: 'scripts start programs and do not act for the dashboard',
  },
  testing: { may: 'any', because: 'what tests share may use what they test; only tests use it' },
} as const satisfies Record<string, Rule>;

type Room = keyof typeof RULES;

/** Modules that are a room of their own, with their tests. */
const SINGLE_FILES: Record<string, Room> = {
  'lib/env': 'env',
  'lib/settings': 'settings',
  'lib/use-cases/registry': 'registry',
};

/** The longest folder that a file is below tells its room. */
const FOLDERS: Record<string, Room> = {
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
  'lib/savings': 'use-cases',
  'lib/server': 'request',
  'lib/server/front': 'front',
  'lib/source': 'source',
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

const roomOf = (file: string): Room | undefined => {
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

/** Use-case rooms are one kind, yet none imports another. */
const USE_CASE_ROOM = /^lib\/(?:jobs|launch|endpoints|savings)\//;
const isOtherUseCase = (file: string, target: string) =>
  USE_CASE_ROOM.exec(file) !== null &&
  USE_CASE_ROOM.exec(target) !== null &&
  USE_CASE_ROOM.exec(file)?.[0] !== USE_CASE_ROOM.exec(target)?.[0];

const isTest = (file: string) => /\.test\.(?:tsx?|mjs)$/.test(file) || /^(?:e2e|testing)\//.test(file);

const withoutEnding = (file: string) => file.replace(/\.(?:tsx?|mjs|js)$/, '');

const importsOf = ({ text }: SourceFile): string[] =>
  ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName);

/** The path an import leads to, relative to the root; undefined for a package. */
const targetOf = (file: string, specifier: string): string | undefined => {
  if (specifier.startsWith('@/')) return specifier.slice(2);
  if (specifier.startsWith('.')) return path.posix.join(path.posix.dirname(file), specifier);
  return undefined;
};

/** An import may leave out the extension, or name a folder's index. */
const roomOfTarget = (target: string): Room | undefined =>
  ['', '.ts', '.tsx', '/index.ts']
    .map((ending) => roomOf(target + ending))
    .find((room) => room !== undefined);

const isLocal = (room: Room) => room.startsWith('local');
const SERVER_ROOMS: readonly Room[] = [
  ...([
    'app-server',
    'use-cases',
    'backends',
    'source',
    'story',
    'backfill',
    'watch',
    'aws',
    'catalog',
    'way-in',
    'registry',
    'request',
  ] as const),
];

/** Tests use what tests share; those of a server's room also the rooms around it and a real local backend. */
const testMayImport = (room: Room, other: Room): boolean =>
  other === 'testing' ||
  (isLocal(room) && isLocal(other)) ||
  (SERVER_ROOMS.includes(room) && (SERVER_ROOMS.includes(other) || isLocal(other) || other === 'process'));

const mayImport = (room: Room, other: Room): boolean => {
  const { may }: { may: readonly Room[] | 'any' } = RULES[room];
  return may === 'any' || may.includes(other);
};

const REACT_ROOMS: readonly Room[] = ['app', 'app-server', 'components'];

/** Why a package is not allowed in a file; undefined where it is. */
const packageFault = (room: Room, name: string): string | undefined => {
  if (name.startsWith('@aws-sdk/') && room !== 'aws' && room !== 'tools' && room !== 'programs')
    return 'only lib/aws has SDK clients';
  const isNode = name.startsWith('node:');
  if (room === 'training-log') return 'the reader imports nothing';
  if (room === 'training' && (isNode || name === 'server-only')) return 'the domain does no I/O';
  if (room === 'components' && (isNode || name === 'server-only')) return 'components run in the browser';
  const isReact = /^(?:react|react-dom|@cloudscape-design\/.*|recharts)(?:\/|$)/.test(name);
  if (isReact && !REACT_ROOMS.includes(room) && room !== 'tools' && room !== 'programs' && room !== 'testing')
    return 'only app and components are drawn';
  if (/^next(?:\/|$)/.test(name) && (room === 'training' || room.startsWith('local')))
    return 'knows nothing of Next';
  return undefined;
};

const faultsOf = (source: SourceFile): string[] => {
  const { file } = source;
  const room = roomOf(file);
  if (room === undefined) return [`${file}: is in no room`];
  const inTests = isTest(file);
  const faults = importsOf(source).flatMap((specifier) => {
    const target = targetOf(file, specifier);
    if (target === undefined) {
      const fault = inTests ? undefined : packageFault(room, specifier);
      return fault === undefined ? [] : [`${file}: imports ${specifier}: ${fault}`];
    }
    const other = roomOfTarget(target);
    if (other === undefined || (inTests && testMayImport(room, other))) return [];
    if (isOtherUseCase(file, target)) return [`${file}: imports ${target}: ${RULES['use-cases'].because}`];
    if (other === room || mayImport(room, other)) return [];
    return [`${file}: imports ${target}: ${room} may not use ${other}: ${RULES[room].because}`];
  });
  if (/\bprocess\s*(?:\.|\[\s*['"])env\b/.test(source.text) && !inTests && !readsEnvironment(file, room)) {
    faults.push(`${file}: reads process.env: only lib/env.ts does`);
  }
  if (room === 'components' && !inTests && /(?<![\w.])fetch\(/.test(source.text)) {
    faults.push(`${file}: fetches: components are given what they show`);
  }
  return faults;
};

/** The engine hands its PATH on to the processes it starts, as a container's image would. */
const readsEnvironment = (file: string, room: Room) =>
  room === 'env' || room === 'tools' || room === 'programs' || file.startsWith('lib/local/engine/');

const sources = (): SourceFile[] =>
  SCANNED.flatMap((folder) =>
    readdirSync(path.join(ROOT, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.(?:tsx?|mjs)$/.test(entry.name))
      .map((entry) => path.join(entry.parentPath, entry.name)),
  )
    .map((file) => ({
      file: path.relative(ROOT, file).replaceAll(path.sep, '/'),
      text: readFileSync(file, 'utf8'),
    }))
    .filter(({ file }) => file !== 'lib/architecture.test.ts');

describe('the arrows between the rooms', () => {
  it('hold in every file', () => {
    const files = sources();
    expect(files.length).toBeGreaterThan(100);
    expect(files.flatMap(faultsOf)).toEqual([]);
  }, 60_000);

  it.each<[string, string, string]>([
    ['components/jobs/x.tsx', `import { S3Client } from '@aws-sdk/client-s3';`, 'SDK'],
    ['components/jobs/x.tsx', `import { launchJob } from '@/lib/launch/launch-job';`, 'use-cases'],
    ['components/jobs/x.tsx', `import 'server-only';`, 'browser'],
    ['components/jobs/x.tsx', `const load = () => fetch('/x');`, 'fetches'],
    ['app/[backend]/error.tsx', `import { x } from '@/lib/watch/watch-hub';`, 'watch'],
    ['app/[backend]/page.tsx', `import { x } from '@/lib/aws/objects';`, 'aws'],
    ['lib/training-log/x.ts', `import { z } from 'zod';`, 'nothing'],
    ['lib/training-log/x.ts', `import { x } from '../training/status';`, 'training'],
    ['lib/training/x.ts', `import { useMemo } from 'react';`, 'drawn'],
    ['lib/training/x.ts', `import { readFileSync } from 'node:fs';`, 'I/O'],
    ['lib/training/x.ts', `export const load = () => import('../aws/objects');`, 'aws'],
    ['lib/training/x.ts', `export type X = import('../jobs/watch-job').X;`, 'use-cases'],
    ['lib/training/x.ts', `export { x } from '@/lib/local/core/aws-error';`, 'local'],
    ['lib/training/x.ts', `const home = process.env.HOME;`, 'process.env'],
    ['lib/training/x.ts', `const home = process['env'].HOME;`, 'process.env'],
    ['lib/catalog/x.ts', `import { x } from '../aws/objects';`, 'aws'],
    ['lib/aws/x.ts', `import { x } from '../jobs/launch-job';`, 'use-cases'],
    ['lib/jobs/x.ts', `import { x } from '../local/wire/errors';`, 'local'],
    ['lib/jobs/x.ts', `import { x } from '../../components/shell/time';`, 'components'],
    ['lib/local/wire/x.ts', `import { x } from '../../training/status';`, 'training'],
    ['lib/local/wire/x.ts', `import { S3Client } from '@aws-sdk/client-s3';`, 'SDK'],
    ['lib/local/wire/x.test.ts', `import { x } from '../../training/status';`, 'training'],
    ['lib/training/x.test.ts', `import { x } from '../local/wire/errors';`, 'local'],
    ['lib/jobs/x.ts', `import { x } from '../savings/report-savings';`, 'nothing of one another'],
    ['lib/watch/x.ts', `import { x } from '../backfill/job-catalog';`, 'backfill'],
    ['lib/local/store/x.ts', `import { x } from '../wire/server';`, 'local-wire'],
    ['lib/local/engine/container/x.ts', `import { x } from '../job/job-run';`, 'local-job'],
    ['lib/local/engine/serving/x.ts', `import { x } from '../job/job-run';`, 'local-job'],
    ['lib/local/wire/x.ts', `import { x } from '../services/s3/s3-service';`, 'local-services'],
    ['lib/jobs/x.ts', `import { x } from '../../testing/dashboard/sample-job';`, 'testing'],
    ['lib/local/engine/utils/x.ts', ``, 'no room'],
    ['lib/utils/x.ts', ``, 'no room'],
    ['lib/helpers.ts', ``, 'no room'],
  ])('a planted fault in %s is found: %s', (file, text, reason) => {
    const faults = faultsOf({ file, text });
    expect(faults).toHaveLength(1);
    expect(faults[0]).toContain(file);
    expect(faults[0]).toContain(reason);
  });

  it.each<[string, string]>([
    ['app/[backend]/jobs/[name]/actions.ts', `import { stopJob } from '@/lib/jobs/stop-job';`],
    ['components/jobs/x.tsx', `import { describeStatus } from '@/lib/training/status';`],
    ['lib/jobs/x.ts', `import { listObjects } from '../aws/objects';`],
    ['lib/aws/x.ts', `import { S3Client } from '@aws-sdk/client-s3';`],
    ['lib/local/engine/job/x.ts', `import { x } from '../../../training-log/reader';`],
    ['lib/jobs/x.test.ts', `import { x } from '../../testing/dashboard/sample-job';`],
    ['lib/local/wire/x.wire.test.ts', `import { S3Client } from '@aws-sdk/client-s3';`],
    ['e2e/specs/x.spec.ts', `import { createLocalBackend } from '../../lib/local/backend';`],
  ])('what is allowed passes in %s: %s', (file, text) => {
    expect(faultsOf({ file, text })).toEqual([]);
  });
});

describe('the rooms in docs/architecture.md', () => {
  const document = path.join(ROOT, 'docs/architecture.md');
  const [begin, end] = [
    '<!-- rooms: written by lib/architecture.test.ts -->\n\n',
    '\n\n<!-- end of rooms -->',
  ];

  const foldersOf = (room: string): string[] =>
    room.startsWith('app')
      ? ['app']
      : [
          ...Object.entries(FOLDERS),
          ...Object.entries(SINGLE_FILES).map(([file, room]) => [`${file}.*`, room] as const),
        ]
          .filter(([, one]) => one === room)
          .map(([folder]) => folder);

  const listed = Object.entries<Rule>(RULES)
    .map(([room, { may, because }]) => {
      const folders = foldersOf(room).map((folder) => `\`${folder}\``);
      const arrows = may === 'any' ? 'all' : may.length === 0 ? 'none' : may.join(', ');
      return `- **${room}** (${folders.join(', ')}) → ${arrows}: ${because}`;
    })
    .join('\n');

  it('are those of this test; UPDATE_DOCS=1 writes them', () => {
    const text = readFileSync(document, 'utf8');
    const [before = '', rest = ''] = text.split(begin);
    const [inside, after] = rest.split(end);
    if (process.env.UPDATE_DOCS) writeFileSync(document, `${before}${begin}${listed}${end}${after}`);
    else expect(inside).toBe(listed);
  });
});
