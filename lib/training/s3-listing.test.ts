import { describe, expect, it } from 'vitest';
import { entriesOfPrefix, inOrder, type ListingEntry, matching, placeOfUri, stepsTo } from './s3-listing';

describe('where browsing begins', () => {
  it.each([
    ['s3://data/', { bucket: 'data', prefix: '' }],
    ['s3://data', { bucket: 'data', prefix: '' }],
    [' s3://data/a/b/ ', { bucket: 'data', prefix: 'a/b/' }],
    ['s3://data/a/model.tar.gz', { bucket: 'data', prefix: 'a/' }],
    ['s3://data//a/', { bucket: 'data', prefix: '/a/' }],
    ['', undefined],
    ['data/a', undefined],
    ['s3://', undefined],
    ['s3://a b/', undefined],
  ])('of %j is %j', (uri, place) => expect(placeOfUri(uri)).toEqual(place));

  it('has its way back, through parts without a name too', () => {
    const steps = stepsTo({ bucket: 'data', prefix: 'a//c/' });
    expect(steps.map(({ text }) => text)).toEqual(['data', 'a', '(no name)', 'c']);
    expect(steps.map(({ place }) => place.prefix)).toEqual(['', 'a/', 'a//', 'a//c/']);
  });
});

describe('what lies there', () => {
  const entries = entriesOfPrefix(
    { bucket: 'data', prefix: 'a/' },
    {
      folders: ['a/z/', 'a/b/'],
      objects: [
        { key: 'a/', sizeBytes: 0, modifiedAt: 9 },
        { key: 'a/old.csv', sizeBytes: 30, modifiedAt: 1 },
        { key: 'a/New.csv', sizeBytes: 2, modifiedAt: 5 },
        { key: 'a/also-new.csv', sizeBytes: 1, modifiedAt: 5 },
      ],
    },
  );
  const names = (list: readonly ListingEntry[]) => list.map(({ name }) => name).join(' ');

  it('is named by what follows the prefix, without the object that stands for the folder', () => {
    expect(entries.map(({ uri }) => uri)).toContain('s3://data/a/b/');
    expect(names(entries)).toBe('z/ b/ old.csv New.csv also-new.csv');
  });

  it('is put in order, folders first, whichever way', () => {
    expect(names(inOrder(entries, { by: 'newest', descending: true }))).toBe(
      'b/ z/ New.csv also-new.csv old.csv',
    );
    expect(names(inOrder(entries, { by: 'size', descending: false }))).toBe(
      'b/ z/ also-new.csv New.csv old.csv',
    );
    expect(names(inOrder(entries, { by: 'name', descending: true }))).toBe(
      'z/ b/ old.csv also-new.csv New.csv',
    );
  });

  it('is found by a part of its name, however it is written', () =>
    expect(names(matching(entries, ' new'))).toBe('New.csv also-new.csv'));
});
