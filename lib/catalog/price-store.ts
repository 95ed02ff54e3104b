import sql from 'sql-template-tag';
import { type OnDemandPrice } from '../training/money/price';
import { type CatalogDatabase } from './catalog-database';
import { type CatalogScope, findScopeId } from './job-store';
import { flag, number, perhaps, readerOf, text } from './rows';

/** What is known of an instance type's price. */
export interface StoredPrice {
  instanceType: string;
  /** Absent where the price list does not have the type. */
  price?: OnDemandPrice;
  /** Entered by a reader, since the price list has none. */
  byHand: boolean;
  /** When the price list was asked, ms since the epoch. */
  readAt: number;
}

const stored = readerOf<Omit<StoredPrice, 'price'>>({
  instanceType: text('instance_type'),
  byHand: flag('by_hand'),
  readAt: number('read_at'),
});
/** What its parts cost is not kept: each of them has a row of its own. */
const priced = readerOf<Omit<OnDemandPrice, 'parts'>>({
  instanceType: text('instance_type'),
  region: text('region'),
  usdPerHour: number('usd_per_hour'),
  source: text('source'),
  asOf: perhaps(text('as_of')),
});

/** Keeps prices beside the jobs, so that a report can sum money without asking anybody. */
export const createPriceStore = (database: CatalogDatabase, scope: CatalogScope) => ({
  all: (): StoredPrice[] => {
    const id = findScopeId(database, scope);
    const prices = new Map(
      database
        .all(sql`SELECT ${priced.select} FROM price WHERE scope = ${id} AND usd_per_hour IS NOT NULL`)
        .map(priced.read)
        .map((price) => [price.instanceType, price]),
    );
    return database
      .all(sql`SELECT ${stored.select} FROM price WHERE scope = ${id}`)
      .map(stored.read)
      .map((one) => {
        const price = prices.get(one.instanceType);
        return { ...one, ...(price && { price }) };
      });
  },

  save: ({ instanceType, price, byHand, readAt }: StoredPrice): void => {
    const id = findScopeId(database, scope);
    const usdPerHour = price?.usdPerHour ?? null;
    database.transaction(() => {
      database.run(
        sql`
      INSERT OR REPLACE INTO price
        (scope, instance_type, usd_per_hour, region, source, as_of, by_hand, read_at)
      VALUES (
        ${id}, ${instanceType}, ${usdPerHour}, ${price?.region ?? null},
        ${price?.source ?? null}, ${price?.asOf ?? null}, ${byHand ? 1 : 0}, ${readAt}
      )`,
        'prices',
      );
      database.run(
        sql`UPDATE job SET usd_per_hour = ${usdPerHour}
          WHERE scope = ${id} AND instance_type = ${instanceType} AND usd_per_hour IS NOT ${usdPerHour}`,
        'prices',
      );
    });
  },
});

export type PriceStore = ReturnType<typeof createPriceStore>;
