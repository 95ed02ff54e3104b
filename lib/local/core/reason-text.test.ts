import { expect, it } from 'vitest';
import { reasonText } from './reason-text';

it.each<[string, string, string]>([
  ['lines and tabs', 'Traceback:\n\tboom\r\n', 'Traceback:\n\tboom\r\n'],
  ['colours', '\u001B[31mValueError\u001B[0m: no', 'ValueError: no'],
  ['NUL and other controls', 'a\0\0\0b\u0007c\u0085d', 'a\uFFFDb\uFFFDc\uFFFDd'],
  ['half a character', '\uDE00 and \uD83D', '\uFFFD and \uFFFD'],
  ['a character that the limit cuts', 'x'.repeat(1023) + '😀', 'x'.repeat(1023) + '\uFFFD'],
  ['whole characters', '😀 ümläut ✓', '😀 ümläut ✓'],
])('keeps of %s what a client can read', (_, text, expected) => {
  expect(reasonText(text)).toBe(expected);
});

it('is at most 1,024 characters long', () => {
  expect(reasonText('x'.repeat(5000))).toHaveLength(1024);
});
