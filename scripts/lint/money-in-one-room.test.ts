import { RuleTester } from 'eslint';
import { describe, it } from 'vitest';
import { moneyInOneRoom } from './money-in-one-room.mjs';

RuleTester.describe = describe;
RuleTester.it = it;

const refused = (code: string) => ({ code, errors: [{ messageId: 'elsewhere' as const }] });

new RuleTester().run('money-in-one-room', moneyInOneRoom, {
  valid: [
    'const seconds = hours * 3600;',
    'const usd = usdOf(instances * seconds, usdPerHour);',
    'const total = usdPaid + usdLost;',
    'const dearer = usdOnSpot > usdOnDemand ? 2 * jobs : jobs;',
    'const pricedShare = jobs / all;',
    'const scaled = byKey[usd] * 2;',
  ],
  invalid: [
    refused('const paid = price.usdPerHour * hours;'),
    refused('const paid = hours * (price?.usdPerHour ?? 0);'),
    refused('const paid = hours * (prices.get(type) ?? 0);'),
    refused('const paid = seconds * Number(job["hourlyPrice"] ?? hourlyPrice);'),
    refused('const share = 1 - usdPaid / usdOnDemand;'),
    refused('const mean = (usdPaid + usdLost) / jobs;'),
    refused('costs *= instances;'),
    refused('const inCents = -usd_paid * 100;'),
    refused('const paid = usdOf(1, 2) * instances;'),
    refused('const paid = prices[type] * instances;'),
  ],
});
