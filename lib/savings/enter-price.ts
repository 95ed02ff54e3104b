import 'server-only';
import { z } from 'zod';
import { SpotdeckError } from '../errors/spotdeck-error';
import { knownPlaces } from '../backfill/known-places';
import { distinctPlaces, openPlaces } from '../backfill/open-places';
import { placeOf } from '../training/backend-slug';
import { readEnteredPrices, writeEnteredPrice } from '../backfill/entered-prices';
import { reportCatalog } from '../backfill/report-catalog';
import { defineUseCase } from '../use-cases/define-use-case';

const maxEntered = 500;

const inputSchema = z.strictObject({
  instanceType: z
    .string()
    .regex(/^ml\.[a-z0-9-]{1,30}\.[a-z0-9-]{1,30}$/, 'An instance type looks like ml.p4d.24xlarge.'),
  /** USD of one instance an hour; absent: the price entered before is taken back. */
  usdPerHour: z
    .number('A price is a number of US dollars.')
    .positive('A price is above zero.')
    .max(10_000, 'A price is at most 10,000 USD an hour.')
    .optional(),
});

/**
 * Keeps a price that the price list does not have. One that the list comes to have replaces it.
 * @throws {SpotdeckError} conflict where there are too many
 */
export const enterPrice = defineUseCase({
  name: 'enter-price',
  input: inputSchema,
  access: 'operate',
  changes: true,
  subject: (price) => ({ ...price }),
  run: async ({ backend: { slug }, clock }, { instanceType, usdPerHour }): Promise<undefined> => {
    const { prices } = await reportCatalog(slug);
    if (usdPerHour !== undefined && readEnteredPrices(slug).size >= maxEntered) {
      throw new SpotdeckError('conflict', `There are ${maxEntered} prices already. Take one back first.`);
    }
    writeEnteredPrice(
      slug,
      instanceType,
      usdPerHour === undefined
        ? undefined
        : { usdPerHour, enteredOn: new Date(clock.now()).toISOString().slice(0, 10) },
    );
    prices.entered(instanceType);
    // It is of the Region: other accounts there are reckoned with it, too.
    const others = knownPlaces().filter((other) => other !== slug && placeOf(other) === placeOf(slug));
    for (const { opened } of distinctPlaces(await openPlaces(others, reportCatalog)))
      opened.prices.entered(instanceType);
  },
});
