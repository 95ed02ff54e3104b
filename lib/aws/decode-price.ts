import { z } from 'zod';
import { type OnDemandPrice } from '../training/money/price';
import { parseJson } from '../training/json-text';

/**
 * Reads one entry of the Price List (a JSON string) into the hourly on-demand price; undefined where it states
 * none in USD, or a price of zero, which the list uses for what is not sold by the hour.
 */
export const decodePrice = (entry: string): OnDemandPrice | undefined => {
  const parsed = productSchema.safeParse(parseJson(entry));
  if (!parsed.success) return undefined;
  const { product, terms, publicationDate } = parsed.data;
  const { attributes } = product;
  const instanceType = attributes.instanceName ?? attributes.instanceType;
  const region = attributes.regionCode;
  if (instanceType === undefined || region === undefined) return undefined;
  for (const term of Object.values(terms.OnDemand ?? {})) {
    for (const { pricePerUnit } of Object.values(term.priceDimensions)) {
      const usdPerHour = Number(pricePerUnit.USD);
      if (!(usdPerHour > 0)) continue;
      const asOf = attributes['spotdeck:asOf'] ?? publicationDate ?? term.effectiveDate;
      return {
        instanceType,
        region,
        usdPerHour,
        source: attributes['spotdeck:source'] ?? 'AWS Price List',
        ...(asOf === undefined ? {} : { asOf }),
      };
    }
  }
  return undefined;
};

const productSchema = z.object({
  product: z.object({ attributes: z.record(z.string(), z.string()) }),
  terms: z.object({
    OnDemand: z
      .record(
        z.string(),
        z.object({
          effectiveDate: z.string().optional(),
          priceDimensions: z.record(z.string(), z.object({ pricePerUnit: z.record(z.string(), z.string()) })),
        }),
      )
      .optional(),
  }),
  publicationDate: z.string().optional(),
});
