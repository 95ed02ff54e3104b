import { describe, expect, it } from 'vitest';
import { originValue, parseOriginValue, readOrigin } from './search-params';

describe('where a launch form begins', () => {
  it('is the first example for a newcomer, and scratch where asked', () => {
    expect(readOrigin({}, ['mnist'])).toEqual({ kind: 'example', example: 'mnist' });
    expect(readOrigin({ from: 'scratch' }, ['mnist'])).toEqual({ kind: 'scratch' });
    expect(readOrigin({}, [])).toEqual({ kind: 'scratch' });
  });

  it('is an earlier job where the URL names one', () => {
    expect(readOrigin({ continue: 'a' }, ['mnist'])).toEqual({ kind: 'job', job: 'a', purpose: 'continue' });
    expect(readOrigin({ ondemand: ['b', 'c'] }, [])).toEqual({ kind: 'job', job: 'b', purpose: 'on-demand' });
  });

  it('ignores an example that does not exist', () => {
    expect(readOrigin({ example: '../etc' }, ['mnist'])).toEqual({ kind: 'example', example: 'mnist' });
  });

  it.each([
    { kind: 'scratch' } as const,
    { kind: 'example', example: 'mnist' } as const,
    { kind: 'job', job: 'a-1', purpose: 'on-demand' } as const,
  ])('survives the way through the form: $kind', (origin) => {
    expect(parseOriginValue(originValue(origin))).toEqual(origin);
  });
});
