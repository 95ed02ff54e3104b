import { beforeAll, describe, expect, it } from 'vitest';
import { decodePrice } from './decode-price';
import { sampleText } from '../../testing/aws/samples';

let entry: string;
beforeAll(async () => {
  entry = await sampleText('price-list-entry');
});

const changed = (change: (product: { attributes: Record<string, string> }) => void): string => {
  const parsed = JSON.parse(entry) as { product: { attributes: Record<string, string> } };
  change(parsed.product);
  return JSON.stringify(parsed);
};

describe('decodePrice', () => {
  it('reads the hourly price and where and when it was published', () => {
    expect(decodePrice(entry)).toEqual({
      instanceType: 'ml.g5.2xlarge',
      region: 'us-east-1',
      usdPerHour: 1.515,
      source: 'AWS Price List',
      asOf: '2026-08-20T00:00:00Z',
    });
  });

  it('names the source and date of a table that carries its own', () => {
    const own = changed(({ attributes }) => {
      attributes['spotdeck:source'] = 'a table';
      attributes['spotdeck:asOf'] = '2026-08-11';
    });
    expect(decodePrice(own)).toMatchObject({ source: 'a table', asOf: '2026-08-11' });
  });

  it('invents no price where there is none', () => {
    expect(decodePrice('{}')).toBeUndefined();
    expect(decodePrice('not JSON')).toBeUndefined();
    expect(decodePrice(entry.replace('1.5150000000', '0.0000000000'))).toBeUndefined();
    expect(decodePrice(entry.replace('"USD": "1.5150000000"', '"CNY": "9.1"'))).toBeUndefined();
  });
});
