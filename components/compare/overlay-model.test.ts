import { describe, expect, it } from 'vitest';
import { type ComparedJob } from '@/lib/training/compare/compared-job';
import { nearestTo, overlayOf, usualAxis } from './overlay-model';

const job = (name: string, changes: Partial<ComparedJob> = {}): ComparedJob => ({
  name,
  status: 'Completed',
  secondaryStatus: 'Completed',
  spot: true,
  createdAt: 0,
  interruptions: 0,
  counts: 'epoch',
  parameters: [],
  positions: [1, 2, 3],
  times: [10, 20, 30],
  costs: [0.1, 0.2, 0.3],
  curves: [{ metric: 'loss', values: [4, null, 1] }],
  resumes: [{ attempt: 2, label: 'epoch 3', position: 2, time: 25, cost: 0.2 }],
  ...changes,
});

const options = { axis: 'epoch' as const, logScale: false, hidden: new Set<string>() };

describe('curves of several jobs on one axis', () => {
  it('have a gap nowhere and nothing made up: a place without a value is left out', () => {
    const { series } = overlayOf([job('a')], 'loss', options);
    expect(series[0]?.points).toEqual([
      { x: 1, y: 4 },
      { x: 3, y: 1 },
    ]);
  });

  it('keep where a job resumed, on each axis', () => {
    const at = (axis: 'epoch' | 'time' | 'usd') =>
      overlayOf([job('a')], 'loss', { ...options, axis }).series[0]?.resumes[0];
    expect(at('epoch')).toMatchObject({ x: 2, y: 1 });
    expect(at('time')).toMatchObject({ x: 25, y: 1 });
    expect(at('usd')).toMatchObject({ x: 0.2, y: 1 });
  });

  it('leave out a job that has no such axis, and one that is switched off', () => {
    const jobs = [job('a'), job('b', { counts: 'step' }), job('c', { counts: null })];
    const names = (axis: 'epoch' | 'step' | 'time' | 'usd', hidden: string[] = []) =>
      overlayOf(jobs, 'loss', { ...options, axis, hidden: new Set(hidden) }).series.map(({ name }) => name);
    expect(names('epoch')).toEqual(['a']);
    expect(names('step')).toEqual(['b']);
    expect(names('time')).toEqual(['a', 'b', 'c']);
    expect(names('time', ['b'])).toEqual(['a', 'c']);
    expect(usualAxis(jobs)).toBe('epoch');
    expect(usualAxis([job('c', { counts: null })])).toBe('time');
  });

  it('leave a stretch that is looked at closer where they do, and fit its height', () => {
    const long = job('a', {
      positions: [1, 2, 3, 4, 5],
      curves: [{ metric: 'loss', values: [100, 4, 3, 2, 50] }],
    });
    const model = overlayOf([long], 'loss', { ...options, range: [1.5, 4.5] });
    expect(model.series[0]?.points.map(({ x }) => x)).toEqual([1, 2, 3, 4, 5]);
    expect(model.y[1]).toBeLessThan(5);
    expect(overlayOf([long], 'loss', { ...options, range: [1.5, 3.5] }).series[0]?.points).toHaveLength(4);
  });

  it('have no log scale where a value is not above 0', () => {
    expect(overlayOf([job('a')], 'loss', { ...options, logScale: true }).logScale).toBe(true);
    const below = job('a', { curves: [{ metric: 'loss', values: [1, 0, 2] }] });
    expect(overlayOf([below], 'loss', { ...options, logScale: true }).logScale).toBe(false);
  });
});

describe('the value nearest to the crosshair', () => {
  it('is found by place', () => {
    const points = [1, 3, 7].map((x) => ({ x, y: x }));
    expect([0, 1.9, 2.1, 5, 9].map((x) => nearestTo(points, x)?.x)).toEqual([1, 1, 3, 3, 7]);
    expect(nearestTo([], 1)).toBeUndefined();
    expect(nearestTo([{ x: 4, y: 1 }], 1)?.x).toBe(4);
  });
});
