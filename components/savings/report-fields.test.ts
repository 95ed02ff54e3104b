import { expect, it } from 'vitest';
import { periodFieldsOf, periodFormSchema, periodOfDays, prefixFormSchema } from './report-fields';

it('what the fields hold of a period is that period', () => {
  for (const period of [{ preset: '7d' as const }, { from: '2026-02-01', to: '2026-02-03' }]) {
    expect(periodFormSchema.parse(periodFieldsOf(period))).toEqual(period);
  }
});

it('days of which one is missing are none, and are asked for at their field', () => {
  for (const days of ['', '/', '2026-02-01', '/2026-02-01']) {
    const [issue] = periodFormSchema.safeParse({ choice: 'custom', days }).error?.issues ?? [];
    expect(issue).toMatchObject({ path: ['days'], message: 'Choose a first and a last day.' });
  }
  expect(periodFormSchema.parse({ choice: 'all', days: '' }), 'a preset needs none').toEqual({
    preset: 'all',
  });
  expect(periodOfDays('2026-02-01T00:00:00', '2026-02-03')).toEqual({ from: '2026-02-01', to: '2026-02-03' });
});

it('no name is longer than a job’s may be, spaces around it apart', () => {
  expect(prefixFormSchema.parse({ prefix: ` ${'n'.repeat(63)} ` })).toEqual({ prefix: 'n'.repeat(63) });
  expect(prefixFormSchema.safeParse({ prefix: 'n'.repeat(64) }).success).toBe(false);
});
