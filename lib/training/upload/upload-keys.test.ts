import { describe, expect, it } from 'vitest';
import { maxPartBytes, maxUploadBytes, isOnePart, partBytesOf, partsOf } from './part-plan';
import { isDataFile, keyBelow, lookOf } from './upload-keys';

describe('the key of a file', () => {
  it.each([
    'train.npy',
    'a/b/c.csv',
    'mit Leerzeichen und ü.txt',
    'back\\slash',
    '😀/…',
    '...',
    '.hidden',
    '%2e%2e/a+b&c=d?e#f',
    '-rf *',
    'constructor/__proto__',
    'e\u0301.png',
    '\u00e9.png',
  ])('is the path below the prefix, as it is spelled: %j', (path) =>
    expect(keyBelow('data/x/', path)).toEqual({ key: `data/x/${path}` }),
  );

  it.each([
    ['', /empty/],
    ['/etc/passwd', /empty/],
    ['a//b', /empty/],
    ['folder/', /empty/],
    ['..', /lead out/],
    ['../../etc/passwd', /lead out/],
    ['a/../b', /lead out/],
    ['a/./b', /lead out/],
    ['line\nbreak', /control character/],
    ['null\0', /control character/],
    ['tab\t', /control character/],
    ['half \ud83d of one', /Unicode/],
    ['x'.repeat(1_020), /1,027 bytes/],
    ['ü'.repeat(510), /1,027 bytes/],
  ])('is refused in words where no job could have it as a file: %j', (path, reason) => {
    const found = keyBelow('data/x/', path);
    expect('refusal' in found && found.refusal).toMatch(reason);
  });

  it('has 1,024 bytes at most, and those it may have', () =>
    expect(keyBelow('', 'ü'.repeat(512))).toEqual({ key: 'ü'.repeat(512) }));

  it('looks the same in both spellings of an accent', () =>
    expect(lookOf('e\u0301.png')).toBe(lookOf('\u00e9.png')));

  it('is not made of what a desktop leaves in folders', () =>
    expect(['a/.DS_Store', 'Thumbs.db', '.DS_Store.csv', '.git/config', 'a/'].filter(isDataFile)).toEqual([
      '.DS_Store.csv',
      '.git/config',
      'a/',
    ]));
});

describe('the parts of a file', () => {
  const mib = 2 ** 20;
  it.each([0, 1, 8 * mib, 8 * mib + 1, 5e9, 10_000 * 8 * mib, 10_000 * 8 * mib + 1, 200e9, maxUploadBytes])(
    'of %d bytes cover it without a gap, within S3’s limits',
    (size) => {
      const parts = partsOf(size);
      expect(parts.length).toBeLessThanOrEqual(10_000);
      expect(parts[0]?.start).toBe(0);
      expect(parts.at(-1)?.end).toBe(size);
      expect(parts.every(({ end }, index) => (parts[index + 1]?.start ?? size) === end)).toBe(true);
      expect(parts.slice(0, -1).every(({ start, end }) => end - start >= 5 * mib)).toBe(true);
      expect(partBytesOf(size)).toBeLessThanOrEqual(maxPartBytes);
    },
  );

  it('are one request for a small file, an empty one too', () =>
    expect([0, 8 * mib, 8 * mib + 1].map(isOnePart)).toEqual([true, true, false]));
});
