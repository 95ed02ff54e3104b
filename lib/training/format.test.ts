import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatBytes,
  formatDuration,
  formatNumber,
  formatShare,
  formatUsd,
  formatUsdPerHour,
  notKnownYet,
} from './format';

describe('formats', () => {
  it.each<[number, string]>([
    [0, '0 s'],
    [0.04, '0.1 s'],
    [0.4, '0.4 s'],
    [0.97, '1 s'],
    [45, '45 s'],
    [59.6, '1 min 00 s'],
    [185, '3 min 05 s'],
    [3599.7, '1 h 00 min'],
    [3720, '1 h 02 min'],
    [37026, '10 h 17 min'],
    [86399, '1 d 00 h'],
    [183_600, '2 d 03 h'],
    [-3, '0 s'],
  ])('duration of %d s', (value, text) => expect(formatDuration(value)).toBe(text));

  it.each<[number, string]>([
    [0, '$0.00'],
    [1234.5, '$1,234.50'],
    [0.23, '$0.23'],
    [0.0042, '$0.0042'],
    [0.00412, '$0.0041'],
    [0.0996, '$0.10'],
    [0.999, '$1.00'],
    [0.05, '$0.05'],
    [1e-7, '<$0.000001'],
    [-0.5, '−$0.50'],
    [1e6, '$1,000,000.00'],
  ])('%d USD', (value, text) => expect(formatUsd(value)).toBe(text));

  it.each<[number, string]>([
    [0.7364, '$0.7364/h'],
    [3.825, '$3.825/h'],
    [20.36, '$20.36/h'],
    [1234.5, '$1,234.50/h'],
  ])('%d USD an hour', (value, text) => expect(formatUsdPerHour(value)).toBe(text));

  it.each<[number, string]>([
    [0, '0 B'],
    [512, '512 B'],
    [999, '999 B'],
    [1000, '1.0 kB'],
    [999_960, '1.0 MB'],
    [1_400_000, '1.4 MB'],
    [157_000_000, '157 MB'],
    [5e18, '5000 PB'],
  ])('%d bytes', (value, text) => expect(formatBytes(value)).toBe(text));

  it.each<[number, string]>([
    [0.633, '63.3%'],
    [0, '0.0%'],
    [1, '100.0%'],
    [-0.1, '−10.0%'],
    [-1e-9, '0.0%'],
  ])('share of %d', (value, text) => expect(formatShare(value)).toBe(text));

  it.each<[number, string]>([
    [0, '0'],
    [0.98341, '0.9834'],
    [0.5, '0.5'],
    [12.3456, '12.35'],
    [1234, '1,234'],
    [1234.56, '1,235'],
    [0.000012, '1.2e-5'],
    [-0.25, '−0.25'],
    [1e20, '1e20'],
  ])('number %d', (value, text) => expect(formatNumber(value)).toBe(text));

  it('call what is no number not known, and never print one that is not', () => {
    const all = [formatDuration, formatUsd, formatUsdPerHour, formatBytes, formatShare, formatNumber];
    for (const format of all) {
      expect([Number.NaN, Number.POSITIVE_INFINITY].map(format)).toEqual([notKnownYet, notKnownYet]);
    }
    fc.assert(
      fc.property(fc.double({ min: -1e12, max: 1e12, noNaN: true }), (value) => {
        for (const format of all) expect(format(value)).not.toMatch(/NaN|undefined|Infinity|\d[.,]$/);
      }),
    );
  });
});
