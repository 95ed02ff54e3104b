import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { commandLine, differingPackages, sourceStamp } from './setup.mjs';

const lock = (packages: Record<string, object>) => ({ packages: { '': { version: '9.9.9' }, ...packages } });
const next = { version: '16.4.5', integrity: 'sha512-a' };

describe('packages that are installed otherwise than the lockfile says', () => {
  it('are none where the records agree, whatever the times of the files', () => {
    expect(
      differingPackages(lock({ 'node_modules/next': next }), lock({ 'node_modules/next': { ...next } })),
    ).toEqual([]);
  });

  it('are named with both versions', () => {
    const installed = lock({ 'node_modules/next': { version: '16.4.4', integrity: 'sha512-b' } });
    expect(differingPackages(lock({ 'node_modules/next': next }), installed)).toEqual([
      'next 16.4.5 (16.4.4 is installed)',
    ]);
  });

  it('are those that a pull has brought', () => {
    const place = 'node_modules/a/node_modules/@scope/new';
    expect(differingPackages(lock({ [place]: { version: '1.0.0' } }), lock({}))).toEqual([
      '@scope/new 1.0.0 is missing',
    ]);
  });

  it('are those of the same version and other contents', () => {
    const installed = lock({ 'node_modules/next': { ...next, integrity: 'sha512-b' } });
    expect(differingPackages(lock({ 'node_modules/next': next }), installed)).toHaveLength(1);
  });

  it('are not those of other systems, nor what lies there beside them', () => {
    const wanted = lock({ 'node_modules/@next/swc-win32': { version: '1.0.0', optional: true } });
    expect(differingPackages(wanted, lock({ 'node_modules/extra': { version: '1.0.0' } }))).toEqual([]);
  });

  it('are all of them where npm left no record that can be read', () => {
    expect(differingPackages(lock({ 'node_modules/next': next }), {})).toEqual(['next 16.4.5 is missing']);
  });
});

describe('commandLine', () => {
  it('is npm’s in the sources', () => {
    expect(commandLine('start')).toBe('npm start');
    expect(commandLine('demo')).toBe('npm run demo');
  });
});

describe('what the build was made of', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'spotdeck-stamp-'));
  const write = (file: string, content: string) => {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), content);
  };
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('is something else once a source is, and the same once tests were written and programs of it ran', () => {
    write('lib/python/serve.py', 'print(1)');
    const before = sourceStamp(folder);
    write('lib/python/__pycache__/serve.cpython-311.pyc', 'compiled');
    write('lib/start.test.ts', 'it()');
    expect(sourceStamp(folder)).toBe(before);
    write('lib/python/serve.py', 'print(2)');
    expect(sourceStamp(folder)).not.toBe(before);
  });
});
