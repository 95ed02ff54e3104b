import 'server-only';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { settings } from '../env';
import { placeOf } from '../training/backend-slug';
import { SpotdeckError } from '../errors/spotdeck-error';

/**
 * Prices that a reader entered by hand, by backend and instance type; of a Region they hold for every profile. They lie in a file of their own, since the
 * catalog may be deleted at any time and these could not be found again.
 */
const schema = z.record(
  z.string(),
  z.record(z.string(), z.object({ usdPerHour: z.number().positive(), enteredOn: z.string() })),
);
interface EnteredPrice {
  /** Of one instance. */
  usdPerHour: number;
  enteredOn: string;
}

/** By instance type. */
export type EnteredPrices = ReadonlyMap<string, EnteredPrice>;

const file = () => path.join(settings.dataDir, 'prices.json');

/** @throws {SpotdeckError} internal, where the file is there but cannot be read: nothing is overwritten then */
export const readEnteredPrices = (backendSlug: string): EnteredPrices =>
  readAll().get(placeOf(backendSlug)) ?? new Map();

/** @param change absent: the price is taken back */
export const writeEnteredPrice = (backendSlug: string, instanceType: string, change?: EnteredPrice): void => {
  const all = readAll();
  const place = placeOf(backendSlug);
  const prices = new Map(all.get(place));
  if (change) prices.set(instanceType, change);
  else prices.delete(instanceType);
  const next = Object.fromEntries(
    [...new Map(all).set(place, prices)].map(([slug, own]) => [slug, Object.fromEntries(own)]),
  );
  mkdirSync(settings.dataDir, { recursive: true });
  const temporary = `${file()}.${randomUUID()}`;
  writeFileSync(temporary, `${JSON.stringify(next, undefined, 2)}\n`);
  renameSync(temporary, file());
};

const readAll = (): ReadonlyMap<string, EnteredPrices> => {
  if (!existsSync(file())) return new Map();
  try {
    const all = schema.parse(JSON.parse(readFileSync(file(), 'utf8')));
    return new Map(Object.entries(all).map(([slug, prices]) => [slug, new Map(Object.entries(prices))]));
  } catch (cause) {
    throw new SpotdeckError(
      'internal',
      'The prices entered by hand could not be read: prices.json in the data folder is damaged. Mend or remove it.',
      undefined,
      { cause },
    );
  }
};
