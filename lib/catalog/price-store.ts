import { type OnDemandPrice } from '../training/money/price';
import { type CatalogDatabase, type Row } from './catalog-database';
import { type CatalogScope, scopeIdOf } from './job-store';

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

/** Keeps prices beside the jobs, so that a report can sum money without asking anybody. */
export const createPriceStore = (database: CatalogDatabase, scope: CatalogScope) => ({
  all: (): StoredPrice[] =>
    database.all('SELECT * FROM price WHERE scope = ?', scopeIdOf(database, scope)).map(storedOf),

  save: ({ instanceType, price, byHand, readAt }: StoredPrice): void => {
    database.run(
      `INSERT OR REPLACE INTO price
         (scope, instance_type, usd_per_hour, region, source, as_of, by_hand, read_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      ...[scopeIdOf(database, scope), instanceType, price?.usdPerHour ?? null, price?.region ?? null],
      ...[price?.source ?? null, price?.asOf ?? null, byHand ? 1 : 0, readAt],
    );
  },
});

export type PriceStore = ReturnType<typeof createPriceStore>;

const storedOf = (row: Row): StoredPrice => ({
  instanceType: String(row.instance_type),
  ...(typeof row.usd_per_hour === 'number' && {
    price: {
      instanceType: String(row.instance_type),
      region: String(row.region),
      usdPerHour: row.usd_per_hour,
      source: String(row.source),
      ...(row.as_of === null ? {} : { asOf: String(row.as_of) }),
    },
  }),
  byHand: row.by_hand === 1,
  readAt: Number(row.read_at),
});
