/**
 * Enforces the arrows between the rooms: which room may import which, and who may use the AWS SDK, React and the
 * environment. What is not allowed here fails the build.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const SCANNED = ['app', 'components', 'lib', 'scripts', 'e2e'];

interface SourceFile {
  /** Relative to the root, with slashes. */
  file: string;
  text: string;
}

type Room =
  | 'app' // pages' parts that only show: loading, error, not-found
  | 'app-server' // where a request enters: page, layout, route, actions, and what reads its URL
  | 'components'
  | 'training-log' // the reader of training logs: imports nothing, so that every other room may use it
  | 'training'
  | 'use-cases'
  | 'aws'
  | 'catalog'
  | 'local'
  | 'env'
  | 'settings'
  | 'action-result' // plain values: results and errors
  | 'request' // runs an action, refuses a request
  | 'server' // the dashboard's HTTP server, in front of Next
  | 'programs' // npm run demo and bench, which use the use cases as the dashboard does
  | 'tools';

/** What each room may import, besides itself and packages. */
const ARROWS: Record<Room, readonly Room[]> = {
  app: ['components', 'training', 'training-log', 'action-result'],
  'app-server': ['app', 'components', 'training', 'training-log', 'use-cases', 'action-result', 'request'],
  components: ['training', 'training-log', 'action-result'],
  'training-log': [],
  training: ['training-log', 'action-result'],
  'use-cases': ['aws', 'catalog', 'training', 'training-log', 'env', 'action-result', 'request'],
  aws: ['training', 'training-log', 'env', 'action-result'],
  catalog: ['training', 'training-log', 'env', 'action-result'],
  local: ['training-log'],
  env: ['settings'],
  settings: [],
  'action-result': [],
  request: ['action-result', 'settings'],
  server: [],
  programs: ['use-cases', 'aws', 'training', 'training-log', 'settings', 'action-result', 'tools'],
  tools: ['local', 'settings', 'training', 'training-log', 'tools', 'programs'],
};

/** Modules directly in lib, with their tests. */
const SINGLE_FILES: Record<string, Room> = {
  'lib/env': 'env',
  'lib/settings': 'settings',
  'lib/action-result': 'action-result',
  'lib/errors': 'action-result',
  'lib/run-action': 'request',
  'lib/refuse': 'request',
};
const LIB_ROOMS: Record<string, Room> = {
  training: 'training',
  'training-log': 'training-log',
  aws: 'aws',
  catalog: 'catalog',
  local: 'local',
  server: 'server',
  jobs: 'use-cases',
  endpoints: 'use-cases',
  savings: 'use-cases',
};
const REQUEST_ENTRIES = /\/(?:page|layout|route|actions|search-params|default|template)\.tsx?$/;

const roomOf = (file: string): Room | undefined => {
  if (file.startsWith('app/')) return REQUEST_ENTRIES.test(file) ? 'app-server' : 'app';
  if (file.startsWith('components/')) return 'components';
  if (/^scripts\/(?:demo|bench)\//.test(file)) return 'programs';
  if (file.startsWith('scripts/') || file.startsWith('e2e/')) return 'tools';
  const [, folder = ''] = /^lib\/([^/]+)\//.exec(file) ?? [];
  return LIB_ROOMS[folder] ?? SINGLE_FILES[withoutEnding(file).replace(/\.test$/, '')];
};

const isTest = (file: string) => /\.test\.(?:tsx?|mjs)$/.test(file) || file.startsWith('e2e/');

/** Files that only tests import, at first or second hand: what they share. */
const sharedByTests = (files: readonly SourceFile[]): ReadonlySet<string> => {
  const importers = new Map<string, string[]>();
  for (const source of files) {
    for (const specifier of importsOf(source)) {
      const target = targetOf(source.file, specifier);
      if (target === undefined) continue;
      const name = withoutEnding(target);
      importers.set(name, [...(importers.get(name) ?? []), source.file]);
    }
  }
  const used = files.map(({ file }) => ({ file, by: importers.get(withoutEnding(file)) ?? [] }));
  const shared = new Set<string>();
  for (let before = -1; before < shared.size;) {
    before = shared.size;
    for (const { file, by } of used) {
      if (by.length > 0 && by.every((importer) => isTest(importer) || shared.has(importer))) shared.add(file);
    }
  }
  return shared;
};

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

/** Tests of the server's rooms run against a real local backend, and through the rooms above them. */
const SERVER_ROOMS: readonly Room[] = ['app-server', 'use-cases', 'aws', 'catalog', 'request'];
const FOR_SERVER_TESTS: readonly Room[] = ['local', 'use-cases', 'aws'];

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
  if (isReact && !REACT_ROOMS.includes(room) && room !== 'tools' && room !== 'programs')
    return 'only app and components are drawn';
  if (/^next(?:\/|$)/.test(name) && (room === 'training' || room === 'local')) return 'knows nothing of Next';
  return undefined;
};

const faultsOf = (source: SourceFile, inTests = isTest(source.file)): string[] => {
  const { file } = source;
  const room = roomOf(file);
  if (room === undefined) return [`${file}: is in no room`];
  const faults = importsOf(source).flatMap((specifier) => {
    const target = targetOf(file, specifier);
    if (target === undefined) {
      const fault = inTests ? undefined : packageFault(room, specifier);
      return fault === undefined ? [] : [`${file}: imports ${specifier}: ${fault}`];
    }
    const other = roomOfTarget(target);
    if (other === undefined || other === room || ARROWS[room].includes(other)) return [];
    if (inTests && SERVER_ROOMS.includes(room) && FOR_SERVER_TESTS.includes(other)) return [];
    return [`${file}: imports ${target}: ${room} may not use ${other}`];
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
    const shared = sharedByTests(files);
    expect(
      files.flatMap((source) => faultsOf(source, isTest(source.file) || shared.has(source.file))),
    ).toEqual([]);
  }, 60_000);

  it.each<[string, string, string]>([
    ['components/jobs/x.tsx', `import { S3Client } from '@aws-sdk/client-s3';`, 'SDK'],
    ['components/jobs/x.tsx', `import { launchJob } from '@/lib/jobs/launch-job';`, 'use-cases'],
    ['components/jobs/x.tsx', `import 'server-only';`, 'browser'],
    ['components/jobs/x.tsx', `const load = () => fetch('/x');`, 'fetches'],
    ['app/[backend]/error.tsx', `import { x } from '@/lib/jobs/watch-job';`, 'use-cases'],
    ['app/[backend]/page.tsx', `import { x } from '@/lib/aws/objects';`, 'aws'],
    ['lib/training-log/x.ts', `import { z } from 'zod';`, 'nothing'],
    ['lib/training-log/x.ts', `import { x } from '../training/status';`, 'training'],
    ['lib/training/x.ts', `import { useMemo } from 'react';`, 'drawn'],
    ['lib/training/x.ts', `import { readFileSync } from 'node:fs';`, 'I/O'],
    ['lib/training/x.ts', `export const load = () => import('../aws/objects');`, 'aws'],
    ['lib/training/x.ts', `export type X = import('../jobs/watch-job').X;`, 'use-cases'],
    ['lib/training/x.ts', `export { x } from '@/lib/local/wire/errors';`, 'local'],
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
    ['lib/utils/x.ts', ``, 'no room'],
    ['lib/helpers.ts', ``, 'no room'],
  ])('a planted fault in %s is found: %s', (file, text, reason) => {
    const faults = faultsOf({ file, text });
    expect(faults).toHaveLength(1);
    expect(faults[0]).toContain(file);
    expect(faults[0]).toContain(reason);
  });

  it('lets a file that only tests import use what tests may, and no other', () => {
    const room = { file: 'lib/local/s3/room.ts', text: '' };
    const test = { file: 'lib/local/s3/a.test.ts', text: `import './room';` };
    const code = { file: 'lib/local/s3/b.ts', text: `import './room';` };
    expect([...sharedByTests([room, test])]).toEqual([room.file]);
    expect([...sharedByTests([room, test, code])]).toEqual([]);
    expect([...sharedByTests([room])]).toEqual([]);
    const between = { file: 'lib/jobs/testing/live.ts', text: `import '../../local/s3/room';` };
    const wire = { file: 'lib/jobs/a.wire.test.ts', text: `import './testing/live';` };
    expect([...sharedByTests([room, between, wire])].sort()).toEqual([between.file, room.file]);
    expect(faultsOf(between, true)).toEqual([]);
    expect(faultsOf(between)).toHaveLength(1);
  });

  it.each<[string, string]>([
    ['app/[backend]/jobs/[name]/actions.ts', `import { stopJob } from '@/lib/jobs/stop-job';`],
    ['components/jobs/x.tsx', `import { describeStatus } from '@/lib/training/status';`],
    ['lib/jobs/x.ts', `import { listObjects } from '../aws/objects';`],
    ['lib/aws/x.ts', `import { S3Client } from '@aws-sdk/client-s3';`],
    ['lib/local/engine/x.ts', `import { x } from '../../training-log/reader';`],
    ['lib/local/wire/x.wire.test.ts', `import { S3Client } from '@aws-sdk/client-s3';`],
    ['e2e/specs/x.spec.ts', `import { createLocalBackend } from '../../lib/local/backend';`],
  ])('what is allowed passes in %s: %s', (file, text) => {
    expect(faultsOf({ file, text })).toEqual([]);
  });
});
