import { createHash } from 'node:crypto';
import { type Sqlite } from '../../store/database';
import { createDocumentReader } from '../../store/set-aside';
import { type SpotMarket, spotMarketSchema } from './training-engine';
import { rowReader, text } from '../../store/rows';

/**
 * The simulated spot market: when it takes an instance, and how long capacity is missing. A draw depends on the
 * seed, the job, its attempt and what is drawn, and on nothing else: other jobs and restarts do not shift it.
 */
export const defaultSpotMarket: SpotMarket = {
  meanSecondsBetweenInterruptions: null,
  meanCapacityWaitSeconds: 10,
  discount: 0.7,
  seed: 1,
};

interface Draw {
  job: string;
  attempt: number;
}

/** Uniform over (0, 1]. */
const uniform = (seed: number, { job, attempt }: Draw, what: string): number => {
  const hash = createHash('sha256')
    .update(JSON.stringify([seed, job, attempt, what]))
    .digest();
  return (hash.readUIntBE(0, 6) + 1) / 2 ** 48;
};

const exponential = (mean: number, share: number): number => -mean * Math.log(share);

/** Training seconds until the market takes this attempt's instance; undefined: never. */
export const secondsToInterruption = (market: SpotMarket, draw: Draw): number | undefined =>
  market.meanSecondsBetweenInterruptions === null
    ? undefined
    : exponential(market.meanSecondsBetweenInterruptions, uniform(market.seed, draw, 'interruption'));

/** Seconds without capacity after this attempt was interrupted. */
export const capacityWaitSeconds = (market: SpotMarket, draw: Draw): number =>
  exponential(market.meanCapacityWaitSeconds, uniform(market.seed, draw, 'capacity'));

/** Seconds without capacity before a job's first start. */
export const startWaitSeconds = (market: SpotMarket, draw: Draw): number =>
  market.startWait === true
    ? exponential(market.meanCapacityWaitSeconds, uniform(market.seed, draw, 'start'))
    : 0;

export interface SpotMarketStore {
  read(): SpotMarket;
  write(market: SpotMarket): void;
}

const marketRow = rowReader<{ market: string }>({ market: text });

export const createSpotMarketStore = (database: Sqlite): SpotMarketStore => {
  database.exec(
    'CREATE TABLE IF NOT EXISTS spot_market (id INTEGER PRIMARY KEY CHECK (id = 1), market TEXT NOT NULL)',
  );
  const select = database.prepare('SELECT market FROM spot_market WHERE id = 1');
  const replace = database.prepare('INSERT OR REPLACE INTO spot_market VALUES (1, ?)');
  const remove = database.prepare('DELETE FROM spot_market');
  const readMarket = createDocumentReader(database, {
    schema: spotMarketSchema,
    title: () => 'the spot market',
    remove: () => remove.run(),
  });
  return {
    read() {
      const row = marketRow.perhaps(select.get());
      return (row && readMarket('1', row.market)) ?? defaultSpotMarket;
    },
    write(market) {
      replace.run(JSON.stringify(market));
    },
  };
};
