import { describe, expect, it } from 'vitest';
import { storedBefore } from './stored-before';

describe('what was in S3 at an interruption', () => {
  const object = (name: string, modifiedAt: number) => ({ name, modifiedAt });

  it('is what was written before it, oldest first', () => {
    expect(
      storedBefore(2, [object('ckpt-2.pt', 20), object('ckpt-1.pt', 10), object('ckpt-3.pt', 40)], 30),
    ).toEqual({
      attempt: 2,
      names: ['ckpt-1.pt', 'ckpt-2.pt'],
      complete: true,
    });
  });

  it('is not known where all came later: one may have been written over or deleted since', () => {
    expect(storedBefore(2, [object('ckpt-3.pt', 40)], 30)).toEqual({
      attempt: 2,
      names: [],
      complete: false,
    });
    expect(storedBefore(2, [object('last.pt', 40)], 30)).toEqual({ attempt: 2, names: [], complete: false });
    expect(storedBefore(2, [], 30)).toEqual({ attempt: 2, names: [], complete: true });
  });
});
