/**
 * Enforces the arrows between the rooms: which room may import which, and who may use the AWS SDK, React and the
 * environment. What is not allowed here fails the build.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { FOLDERS, type Room, roomOf, type Rule, RULES, SINGLE_FILES } from '../testing/architecture/rooms';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const SCANNED = ['app', 'components', 'lib', 'scripts', 'e2e', 'testing'];

interface SourceFile {
  /** Relative to the root, with slashes. */
  file: string;
  text: string;
}

/** Use-case rooms are one kind, yet none imports another. */
const USE_CASE_ROOM = /^lib\/(?:jobs|launch|endpoints|savings)\//;
const isOtherUseCase = (file: string, target: string) =>
  USE_CASE_ROOM.exec(file) !== null &&
  USE_CASE_ROOM.exec(target) !== null &&
  USE_CASE_ROOM.exec(file)?.[0] !== USE_CASE_ROOM.exec(target)?.[0];

const isTest = (file: string) => /\.test\.(?:tsx?|mjs)$/.test(file) || /^(?:e2e|testing)\//.test(file);

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
    'reports',
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
  if (name === 'libsql' && room !== 'sqlite') return 'only lib/sqlite opens databases, and mends the library';
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
    ['lib/catalog/x.ts', `import Database from 'libsql';`, 'lib/sqlite'],
    ['lib/local/store/x.ts', `import Database from 'libsql';`, 'lib/sqlite'],
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
    ['lib/local/engine/container/x.ts', `import { x } from '../job/run/job-run';`, 'local-job'],
    ['lib/local/engine/serving/x.ts', `import { x } from '../job/run/job-run';`, 'local-job'],
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
