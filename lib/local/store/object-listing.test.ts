import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type KeySource, listKeys, prefixEnd } from './object-listing';
import type { ListOptions, StoredObject } from './object-store';

const compare = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));

const objectNamed = (key: string): StoredObject => ({
  bucket: 'bucket',
  key,
  size: 0,
  etag: '',
  lastModified: 0,
  metadata: {},
  headers: {},
  tags: [],
});

/** A source over plain keys that counts the rows it gave. */
const sourceOf = (keys: readonly string[]) => {
  const sorted = [...new Set(keys)].sort(compare);
  const counter = { rows: 0 };
  const source: KeySource = {
    scan(from, inclusive, before, limit) {
      const found = sorted
        .filter((key) => compare(key, from) > (inclusive ? -1 : 0))
        .filter((key) => before === undefined || compare(key, before) < 0)
        .slice(0, limit);
      counter.rows += found.length;
      return found.map(objectNamed);
    },
    lastBefore: (before) => sorted.filter((key) => before === undefined || compare(key, before) < 0).at(-1),
  };
  return { source, sorted, counter };
};

/** S3's rule, spelled out without any seeking. */
const expectedNames = (sorted: readonly string[], { prefix = '', delimiter = '' }: ListOptions) => {
  const names: string[] = [];
  for (const key of sorted.filter((one) => one.startsWith(prefix))) {
    const at = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
    const name = at === -1 ? key : key.slice(0, at + delimiter.length);
    if (names.at(-1) !== name) names.push(name);
  }
  return names;
};

const allPages = (source: KeySource, options: ListOptions) => {
  const names: string[] = [];
  let startAfter: string | undefined;
  do {
    const page = listKeys(source, { ...options, startAfter });
    const onPage = [...page.objects.map((object) => object.key), ...page.commonPrefixes].sort(compare);
    expect(onPage.length).toBeLessThanOrEqual(options.maxKeys ?? 1000);
    names.push(...onPage);
    startAfter = page.nextStartAfter;
  } while (startAfter !== undefined);
  return names;
};

const keyText = fc.string({
  unit: fc.constantFrom(
    'a',
    'b',
    '/',
    '-',
    '+',
    ' ',
    'é',
    '\uffff',
    '\u{1f600}',
    '\u{10ffff}',
    '\ud7ff',
    '\ue000',
  ),
  minLength: 1,
  maxLength: 6,
});

describe('listKeys', () => {
  it('returns over all pages exactly what S3 would, for any keys, prefix, delimiter and page size', () => {
    fc.assert(
      fc.property(
        fc.array(keyText, { maxLength: 30 }),
        fc.constantFrom('', 'a', 'a/', '/', '\u{10ffff}', 'é'),
        fc.constantFrom('', '/', '-', '/a', '\u{10ffff}'),
        fc.integer({ min: 1, max: 5 }),
        (keys, prefix, delimiter, maxKeys) => {
          const { source, sorted } = sourceOf(keys);
          expect(allPages(source, { prefix, delimiter, maxKeys })).toEqual(
            expectedNames(sorted, { prefix, delimiter }),
          );
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('leaves a folder with a seek instead of reading what lies below it', () => {
    const keys = Array.from({ length: 20 }, (_, folder) =>
      Array.from({ length: 5000 }, (_, file) => `${String(folder).padStart(2, '0')}/${file}`),
    ).flat();
    const { source, counter } = sourceOf(keys);
    expect(listKeys(source, { delimiter: '/' }).commonPrefixes).toHaveLength(20);
    expect(counter.rows).toBeLessThan(3000);
  });

  it('says nothing is left when the last page is exactly full', () => {
    const { source } = sourceOf(['a', 'b']);
    expect(listKeys(source, { maxKeys: 2 }).nextStartAfter).toBeUndefined();
    expect(listKeys(source, { maxKeys: 1 }).nextStartAfter).toBe('a');
  });
});

describe('prefixEnd', () => {
  it('is the least text after every text with that prefix', () => {
    expect(prefixEnd('a')).toBe('b');
    expect(prefixEnd('a\u{10ffff}')).toBe('b');
    expect(prefixEnd('\ud7ff')).toBe('\ue000');
    expect(prefixEnd('\u{10ffff}')).toBeUndefined();
    expect(prefixEnd('')).toBeUndefined();
  });
});
