import { expect, test } from 'vitest';
import { whatFailed, whatWasFlaky } from './what-failed.mjs';

const noise = ' ✓ |wire| lib/some.wire.test.ts (3 tests) 12ms\n'.repeat(2_000);

test('Vitest: from its list of failed tests on', () => {
  const list =
    '⎯⎯⎯⎯ Failed Tests 1 ⎯⎯⎯⎯\n\n FAIL  |wire| lib/a.wire.test.ts > holds\nAssertionError: expected 1 to be 2';
  const told = whatFailed(`${noise}\n${list}\n\n Tests  1 failed | 2 passed (3)\n`);
  expect(told.startsWith('⎯⎯⎯⎯ Failed Tests 1')).toBe(true);
  expect(told).toContain('expected 1 to be 2');
  expect(told).not.toContain('✓');
});

test('Vitest: a file that could not be loaded comes before the tests that failed', () => {
  const told = whatFailed(`${noise}⎯⎯ Failed Suites 1 ⎯⎯\n FAIL a\n⎯⎯ Failed Tests 2 ⎯⎯\n FAIL b\n`);
  expect(told.split('\n')).toEqual(['⎯⎯ Failed Suites 1 ⎯⎯', ' FAIL a', '⎯⎯ Failed Tests 2 ⎯⎯', ' FAIL b']);
});

test('Playwright: from its first failure on', () => {
  const told = whatFailed(
    `  ✓  1 e2e/specs/a.spec.ts\n  ✘  2 e2e/specs/b.spec.ts\n\n  1) e2e/specs/b.spec.ts:3:1 › B ───\n\n    Error: no\n\n  1 failed\n`,
  );
  expect(told.startsWith('  1) e2e/specs/b.spec.ts:3:1')).toBe(true);
});

test('verify: from the step that failed on', () => {
  expect(
    whatFailed('\n-- lint: passed in 9 s\nwarm\n\n-- typecheck: FAILED in 3 s\nlib/a.ts(1,1): error\n'),
  ).toBe('-- typecheck: FAILED in 3 s\nlib/a.ts(1,1): error');
});

test('another output: its end, and never more than a screen or two', () => {
  expect(whatFailed(`${noise}killed`).endsWith('killed')).toBe(true);
  expect(whatFailed(`${noise}killed`).length).toBeLessThan(3_000);
  expect(whatFailed(`⎯ Failed Tests 900 ⎯\n${noise}`).length).toBeLessThan(9_000);
});

test('what passed only when tried again is named, of Vitest and of Playwright', () => {
  expect(
    whatWasFlaky(`${noise} FLAKY  lib/a.wire.test.ts > a job > resumes\n   expected 1 to be 2\n`),
  ).toEqual(['lib/a.wire.test.ts > a job > resumes']);
  expect(whatWasFlaky('  1 flaky\n    e2e/specs/a.spec.ts:3:1 › A ────\n  102 passed (9m)\n')).toEqual([
    'e2e/specs/a.spec.ts:3:1 › A ────',
  ]);
  expect(whatWasFlaky(noise)).toEqual([]);
});
