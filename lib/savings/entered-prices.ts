import 'server-only';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { settings } from '../env';
import { SpotdeckError } from '../errors';

/**
 * Prices that a reader entered by hand, by backend and instance type. They lie in a file of their own, since the
 * catalog may be deleted at any time and these could not be found again.
 */
const schema = z.record(
  z.string(),
  z.record(z.string(), z.object({ usdPerHour: z.number().positive(), enteredOn: z.string() })),
);
export type EnteredPrices = z.infer<typeof schema>[string];

const file = () => path.join(settings.dataDir, 'prices.json');

/** @throws {SpotdeckError} internal, where the file is there but cannot be read: nothing is overwritten then */
export const readEnteredPrices = (backendSlug: string): EnteredPrices => readAll()[backendSlug] ?? {};

/** @param change absent: the price is taken back */
export const writeEnteredPrice = (
  backendSlug: string,
  instanceType: string,
  change?: EnteredPrices[string],
): void => {
  const all = readAll();
  const { [instanceType]: _, ...others } = all[backendSlug] ?? {};
  const next = { ...all, [backendSlug]: change ? { ...others, [instanceType]: change } : others };
  mkdirSync(settings.dataDir, { recursive: true });
  const temporary = `${file()}.${randomUUID()}`;
  writeFileSync(temporary, `${JSON.stringify(next, undefined, 2)}\n`);
  renameSync(temporary, file());
};

const readAll = (): z.infer<typeof schema> => {
  if (!existsSync(file())) return {};
  try {
    return schema.parse(JSON.parse(readFileSync(file(), 'utf8')));
  } catch (cause) {
    throw new SpotdeckError(
      'internal',
      'The prices entered by hand could not be read: prices.json in the data folder is damaged. Mend or remove it.',
      undefined,
      { cause },
    );
  }
};
