import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Backend, getBackend } from '../aws/backends';
import { openCatalogDatabase } from '../catalog/catalog-database';
import { createPriceStore } from '../catalog/price-store';
import { settings } from '../env';
import { SpotdeckError } from '../errors/spotdeck-error';
import { type OnDemandPrice } from '../training/money/price';
import { readEnteredPrices, writeEnteredPrice } from './entered-prices';
import { createPriceBook } from './price-book';

const slug = 'us-east-1';
const file = path.join(settings.dataDir, 'prices.json');
const clear = () => rmSync(file, { force: true });
beforeEach(clear);
afterEach(clear);

const setUp = (list: Record<string, number>) => {
  const clock = { now: 1_000_000 };
  const asked: string[] = [];
  const failures: Error[] = [];
  const readPrice = async (_: Backend, instanceType: string): Promise<OnDemandPrice | undefined> => {
    asked.push(instanceType);
    const failure = failures.shift();
    if (failure) throw failure;
    const usdPerHour = list[instanceType];
    return usdPerHour === undefined
      ? undefined
      : { instanceType, region: slug, usdPerHour, source: 'AWS Price List', asOf: '2026-11-01' };
  };
  const onChange = vi.fn();
  const store = createPriceStore(openCatalogDatabase(':memory:'), { backend: slug, account: '1' });
  const book = createPriceBook(getBackend(slug), store, onChange, readPrice, () => clock.now);
  const settled = () => vi.waitFor(() => expect(book.pending()).toBe(false));
  return { book, asked, failures, clock, list, onChange, settled };
};

test('prices are asked for behind the report’s back, each once a day', async () => {
  const { book, asked, clock, onChange, settled } = setUp({ 'ml.m5.large': 0.115 });
  book.want(['ml.m5.large', 'ml.m5.large']);
  expect(book.all()).toEqual([]);
  expect(book.pending()).toBe(true);
  await settled();
  expect(book.all()).toMatchObject([{ instanceType: 'ml.m5.large', usdPerHour: 0.115, byHand: false }]);
  expect(onChange).toHaveBeenCalledOnce();
  book.want(['ml.m5.large']);
  expect(asked).toHaveLength(1);
  clock.now += 25 * 3_600_000;
  book.want(['ml.m5.large']);
  await settled();
  expect(asked).toHaveLength(2);
});

test('a price that the list does not have can be entered, and gives way once the list has it', async () => {
  const { book, clock, list, settled } = setUp({});
  book.want(['ml.p4d.24xlarge']);
  await settled();
  expect(book.all()).toEqual([]);
  writeEnteredPrice(slug, 'ml.p4d.24xlarge', { usdPerHour: 37.7, enteredOn: '2026-11-25' });
  book.entered('ml.p4d.24xlarge');
  expect(book.all()).toEqual([
    {
      instanceType: 'ml.p4d.24xlarge',
      region: slug,
      usdPerHour: 37.7,
      source: 'Entered by hand',
      asOf: '2026-11-25',
      byHand: true,
    },
  ]);
  list['ml.p4d.24xlarge'] = 32.77;
  clock.now += 2 * 3_600_000;
  book.want(['ml.p4d.24xlarge']);
  await settled();
  expect(book.all()).toMatchObject([{ usdPerHour: 32.77, byHand: false }]);
});

test('a price taken back is unknown again', async () => {
  const { book, settled } = setUp({});
  writeEnteredPrice(slug, 'ml.x.large', { usdPerHour: 1, enteredOn: '2026-11-25' });
  book.want(['ml.x.large']);
  await settled();
  expect(book.all()).toHaveLength(1);
  writeEnteredPrice(slug, 'ml.x.large');
  book.entered('ml.x.large');
  expect(book.all()).toEqual([]);
});

test('a price list that cannot be read is said, and not asked again at once', async () => {
  const { book, asked, failures, clock, settled } = setUp({ 'ml.m5.large': 0.115 });
  failures.push(new SpotdeckError('access-denied', 'You may not read prices. Ask for pricing:GetProducts.'));
  book.want(['ml.m5.large']);
  await settled();
  expect(book.problem()).toContain('pricing:GetProducts');
  book.want(['ml.m5.large']);
  expect(asked).toHaveLength(1);
  clock.now += 31_000;
  book.want(['ml.m5.large']);
  await settled();
  expect(book.problem()).toBeUndefined();
  expect(book.all()).toHaveLength(1);
});

test('prices of different backends are kept apart, in a file that outlives the catalog', () => {
  writeEnteredPrice('local', 'ml.a.large', { usdPerHour: 1, enteredOn: '2026-11-25' });
  writeEnteredPrice(slug, 'ml.b.large', { usdPerHour: 2, enteredOn: '2026-11-25' });
  expect([...readEnteredPrices('local').keys()]).toEqual(['ml.a.large']);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
    [slug]: { 'ml.b.large': { usdPerHour: 2 } },
  });
});

test('a damaged file is said, and never written over', () => {
  mkdirSync(settings.dataDir, { recursive: true });
  writeFileSync(file, '{"local": {"ml.a.large": {"usdPerHour": -1}}');
  expect(() => readEnteredPrices('local')).toThrow(/damaged/);
  expect(() => writeEnteredPrice('local', 'ml.a.large', { usdPerHour: 1, enteredOn: 'x' })).toThrow(
    /damaged/,
  );
  expect(readFileSync(file, 'utf8')).toContain('-1');
});

test('a mixed fleet costs the mean of its types, once each has a price, by hand or not', async () => {
  const { book, settled } = setUp({ 'ml.c5.xlarge': 0.3 });
  const fleet = 'ml.c5.xlarge + 2 × ml.p4d.24xlarge';
  book.want([fleet]);
  await settled();
  expect(book.all().map(({ instanceType }) => instanceType)).toEqual(['ml.c5.xlarge']);
  writeEnteredPrice(slug, 'ml.p4d.24xlarge', { usdPerHour: 33, enteredOn: '2026-11-25' });
  book.entered('ml.p4d.24xlarge');
  await settled();
  const price = book.all().find(({ instanceType }) => instanceType === fleet);
  expect(price?.usdPerHour).toBeCloseTo((0.3 + 2 * 33) / 3);
  expect(price?.source).toContain('mean of 3 instances');
  writeEnteredPrice(slug, 'ml.p4d.24xlarge');
  book.entered('ml.p4d.24xlarge');
  await settled();
  expect(book.all().map(({ instanceType }) => instanceType)).toEqual(['ml.c5.xlarge']);
});
