import { expect, it } from 'vitest';
import { createReaderWords, dataFolders } from './reader-words';

it('takes every folder of this machine out of a text, the innermost first', () => {
  const words = createReaderWords('/d/spot/local/attempts/job.1/container', [
    ['/d/modules', '/node_modules'],
    ['/d/spot/local/environments', '/environments'],
    ...dataFolders('/d/spot/local/attempts'),
  ]);
  const told =
    '/d/spot/local/attempts/job.1/container/opt/ml/x /d/spot/local/attempts/job.1/sync /d/spot/local/environments/tf/bin ' +
    '/d/spot/local/attempts /d/spot/local/records.sqlite /d/spot/prices.json /d/modules/y';
  expect(words.text(told)).toBe(
    '/opt/ml/x /…/sync /environments/tf/bin /…/attempts /…/records.sqlite /…/prices.json /node_modules/y',
  );
});

it('leaves what only looks like a folder of this machine', () => {
  const words = createReaderWords('/data/local/attempts/j/container', dataFolders('/data/local/attempts'));
  const told = '/opt/ml/input/data/train ./data /data-1 /data.csv /database';
  expect(words.text(told)).toBe(told);
  expect(words.text('in /data. file:///data/x (/data/local) "/data"')).toBe('in /…. file:///…/x (/…) "/…"');
});

it('takes a folder with any name literally', () => {
  const words = createReaderWords('/a b/(x)+$&/é-1/container');
  expect(words.text('/a b/(x)+$&/é-1/container/opt/ml and /a b/(x)+$&/é-1/sync')).toBe('/opt/ml and /…/sync');
});
