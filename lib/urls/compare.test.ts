import { describe, expect, it } from 'vitest';
import { formatCompareView } from './compare';
import { parseCompareView } from './parse-compare';

describe('the address of a comparison', () => {
  it('is read back as it was written', () => {
    const view = {
      jobs: ['a-1', 'b-2'],
      axis: 'usd' as const,
      onlyDifferences: true,
      logScale: true,
      flipped: ['val loss, Fold 1', 'a&b'],
      evaluations: true,
    };
    const params = new URLSearchParams(formatCompareView(view));
    expect(
      parseCompareView(Object.fromEntries([...params.keys()].map((key) => [key, params.getAll(key)]))),
    ).toMatchObject({ jobs: view.jobs, flipped: view.flipped });
    expect(
      parseCompareView({
        jobs: params.get('jobs')!,
        axis: params.get('axis')!,
        only: params.get('only')!,
        scale: params.get('scale')!,
        flip: params.getAll('flip'),
        evaluations: params.get('evaluations')!,
      }),
    ).toEqual(view);
  });

  it('leaves out what cannot be a name, what comes twice, and what is beyond twenty', () => {
    const names = Array.from({ length: 30 }, (_, index) => `job-${index}`);
    expect(parseCompareView({ jobs: `a,a,,../b,${names.join()}` }).jobs).toEqual([
      'a',
      ...names.slice(0, 19),
    ]);
    expect(parseCompareView({ axis: 'nonsense', jobs: ['x', 'y'] })).toEqual({
      jobs: ['x', 'y'],
      onlyDifferences: false,
      logScale: false,
      flipped: [],
      evaluations: false,
    });
    expect(parseCompareView({}).jobs).toEqual([]);
  });
});
