import { expect, it } from 'vitest';
import { folderName, needsImage, unusedFolder } from './host-plan';

it('no two hosts, attempts or jobs have one folder', () => {
  const hosts = [0, 1, 2].map((index) => ({ index, name: `algo-${index + 1}` }));
  const names = ['job', 'job-1', 'job-1-algo-2'].flatMap((job) =>
    [1, 2, 11].flatMap((attempt) => hosts.map((host) => folderName(job, attempt, host))),
  );
  expect(new Set(names).size).toBe(names.length);
});

it('a folder that could not be removed keeps its place', () => {
  const among = (...taken: string[]) => unusedFolder('/jobs/a-1', (folder) => taken.includes(folder));
  expect(among()).toBe('/jobs/a-1');
  expect(among('/jobs/a-1', '/jobs/a-1.1')).toBe('/jobs/a-1.2');
  expect(among('/jobs/a-1.1')).toBe('/jobs/a-1');
});

it('only Node’s programs need nothing of an image', () => {
  const source = { containerPath: '/opt/ml/code' };
  const scripts = ['a.py', 'a.sh', 'a.mjs', 'a.js', 'a.py.cjs'].map((script) =>
    needsImage({ kind: 'script', script, source }),
  );
  expect(scripts).toEqual([true, true, false, false, false]);
  expect(needsImage({ kind: 'entrypoint', command: ['node', 'a.mjs'] })).toBe(true);
  expect(needsImage({ kind: 'algorithm', module: 'x' })).toBe(true);
});
