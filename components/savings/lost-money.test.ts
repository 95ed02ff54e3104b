import { expect, test } from 'vitest';
import { type InterruptionCosts } from '@/lib/training/report/interruption-costs';
import { lostMoney } from './lost-money';

const costs = (lostHours: number, lostPricedHours: number, usdLost: number) =>
  ({ lostHours, lostPricedHours, usdLost }) as InterruptionCosts;

test('lost hours without a price are never $0.00', () => {
  expect(lostMoney(costs(0, 0, 0), ' (simulated)')).toBe('nothing lost');
  expect(lostMoney(costs(2, 0, 0), ' (simulated)')).toBe('no price');
  expect(lostMoney(costs(2, 2, 1.5), ' (simulated)')).toBe('$1.50 (simulated)');
  expect(lostMoney(costs(3, 2, 1.5), '')).toMatch(/^\$1\.50 for the .* with a price$/);
});
