import { expect, test } from 'vitest';
import { samePageOn } from './backend-choice';

test('switching the backend keeps the page and its query', () => {
  expect(samePageOn('/local/jobs/mnist-1', 'us-east-1')).toBe('/us-east-1/jobs/mnist-1');
  expect(samePageOn('/local/jobs?page=2&q=a%3Fb', 'us-east-1')).toBe('/us-east-1/jobs?page=2&q=a%3Fb');
});

test('a page without a place on a backend leads to its jobs', () => {
  expect(samePageOn('/local', 'eu-west-1')).toBe('/eu-west-1/jobs');
  expect(samePageOn('/', 'local')).toBe('/local/jobs');
});

test('a page of several backends keeps what one has too, and leaves which they were behind', () => {
  expect(samePageOn('/local/jobs?status=failed', 'all')).toBe('/all/jobs?status=failed');
  expect(samePageOn('/local/savings?period=7d', 'all')).toBe('/all/savings?period=7d');
  expect(samePageOn('/local/jobs/mnist-1?tab=history', 'all')).toBe('/all/jobs');
  expect(samePageOn('/all/jobs?in=local,us-east-1&where=local&status=failed', 'us-east-1')).toBe(
    '/us-east-1/jobs?status=failed',
  );
});
