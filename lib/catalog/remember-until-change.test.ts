import { beforeEach, describe, expect, it, vi } from 'vitest';
import { type Remember, rememberUntilChange } from './remember-until-change';

describe('a memory of two answers', () => {
  let version: number;
  let remember: Remember;
  const compute = vi.fn<(question: string) => string>();
  const ask = (question: string) => remember(question, () => compute(question));

  beforeEach(() => {
    version = 1;
    remember = rememberUntilChange({ version: () => version }, 2, ['jobs']);
    compute.mockReset().mockImplementation((question) => `${question} at ${version}`);
  });

  it('computes an answer once', () => {
    expect([ask('a'), ask('a')]).toEqual(['a at 1', 'a at 1']);
    expect(compute).toHaveBeenCalledTimes(1);
  });

  it('computes it again when the catalog has changed', () => {
    ask('a');
    version = 2;
    expect(ask('a')).toBe('a at 2');
  });

  it('forgets the oldest for a third', () => {
    for (const question of ['a', 'b', 'c', 'b', 'c']) ask(question);
    expect(compute).toHaveBeenCalledTimes(3);
    ask('a');
    expect(compute).toHaveBeenCalledTimes(4);
  });

  it('remembers that there is no answer', () => {
    const nothing = vi.fn(() => undefined);
    remember('a', nothing);
    remember('a', nothing);
    expect(nothing).toHaveBeenCalledTimes(1);
  });

  it('keeps nothing that was computed while the catalog changed', () => {
    compute.mockImplementation((question) => {
      version += 1;
      return `${question} at ${version}`;
    });
    ask('a');
    ask('a');
    expect(compute).toHaveBeenCalledTimes(2);
  });

  it('keeps nothing where computing fails', () => {
    compute.mockImplementationOnce(() => {
      throw new Error('disk full');
    });
    expect(() => ask('a')).toThrow('disk full');
    expect(ask('a')).toBe('a at 1');
  });
});
