import { formatHours, formatUsd } from '@/lib/training/format';
import { noPrice } from '@/lib/training/money/money-text';
import { type InterruptionCosts } from '@/lib/training/report/interruption-costs';

/** What the lost hours cost, in words: nothing lost cost nothing, whether or not there is a price. @param note stands behind an amount */
export const lostMoney = (
  { lostHours, lostPricedHours, usdLost }: InterruptionCosts,
  note: string,
): string => {
  if (lostHours === 0) return 'nothing lost';
  if (lostPricedHours === 0) return noPrice;
  const usd = `${formatUsd(usdLost)}${note}`;
  return lostPricedHours < lostHours ? `${usd} for the ${formatHours(lostPricedHours)} with a price` : usd;
};
