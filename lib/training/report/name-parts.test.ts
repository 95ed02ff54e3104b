import { expect, test } from 'vitest';
import { leadingPartLengths } from './name-parts';

const prefixes = (name: string) =>
  leadingPartLengths(name).map((length) => [...name].slice(0, length).join(''));

test('the first parts of a name, as hyphens divide it', () => {
  expect(prefixes('bert-v2-base-en-0007-retry')).toEqual([
    'bert',
    'bert-v2',
    'bert-v2-base',
    'bert-v2-base-en',
    'bert-v2-base-en-0007',
  ]);
});

test('a name of fewer parts is whole', () => {
  expect(prefixes('mnist-1')).toEqual(['mnist', 'mnist-1', 'mnist-1', 'mnist-1', 'mnist-1']);
  expect(prefixes('mnist')).toEqual(['mnist', 'mnist', 'mnist', 'mnist', 'mnist']);
});

test('empty parts and characters beyond the first plane are counted as they stand', () => {
  expect(prefixes('a--b')).toEqual(['a', 'a-', 'a--b', 'a--b', 'a--b']);
  expect(prefixes('😀-1')).toEqual(['😀', '😀-1', '😀-1', '😀-1', '😀-1']);
});
