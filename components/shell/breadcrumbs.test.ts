import { expect, test } from 'vitest';
import { breadcrumbsOf } from './breadcrumbs';

const texts = (pathname: string) => breadcrumbsOf(pathname, 'Local').map(({ text }) => text);

test('the way to a page starts at its backend', () => {
  expect(breadcrumbsOf('/local/jobs', 'Local')).toEqual([
    { text: 'Local', href: '/local/jobs' },
    { text: 'Jobs', href: '/local/jobs' },
  ]);
});

test('a job called like a page of another room is shown by its name', () => {
  expect(texts('/local/jobs/new')).toEqual(['Local', 'Jobs', 'Launch']);
  expect(texts('/local/jobs/endpoints')).toEqual(['Local', 'Jobs', 'endpoints']);
});

test('an evaluation is found below the endpoints, under its job', () => {
  expect(texts('/local/endpoints/evaluations/mnist-1/e1')).toEqual([
    'Local',
    'Endpoints',
    'Evaluations',
    'mnist-1',
    'e1',
  ]);
});

test('a name is decoded, and one that cannot be is shown as it stands', () => {
  expect(texts('/local/jobs/a%20b')).toEqual(['Local', 'Jobs', 'a b']);
  expect(texts('/local/jobs/100%')).toEqual(['Local', 'Jobs', '100%']);
});
