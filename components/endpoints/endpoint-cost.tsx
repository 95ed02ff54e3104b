import { formatUsd, formatUsdPerHour } from '@/lib/training/format';
import { usdOf } from '@/lib/training/money/price';

interface HourlyCostProps {
  usdPerHour: number | undefined;
  /** The backend bills nothing: the price is what AWS would charge. */
  simulated: boolean;
}

/** What the endpoint costs an hour; a price that is not known is said to be. */
export const HourlyCost = ({ usdPerHour, simulated }: HourlyCostProps) =>
  usdPerHour === undefined ? (
    <>Price not known</>
  ) : (
    <span
      className="sd-number"
      title={simulated ? 'What AWS would charge: this backend bills nothing' : undefined}
    >
      {formatUsdPerHour(usdPerHour)}
    </span>
  );

/** At most: SageMaker bills from the instances' start, which comes a little after the endpoint's creation. */
export const costSoFar = (
  usdPerHour: number | undefined,
  createdAt: number,
  now: number | undefined,
): string =>
  usdPerHour === undefined || now === undefined
    ? 'Not known'
    : `At most ${formatUsd(usdOf(Math.max(0, now - createdAt) / 1000, usdPerHour))}`;

/** What deleting the endpoint stops. */
export const stopsCosting = (usdPerHour: number | undefined, simulated: boolean): string => {
  if (usdPerHour === undefined) return 'What it costs an hour is not known; it stops costing that.';
  const price = formatUsdPerHour(usdPerHour);
  return simulated
    ? `On AWS it would stop costing ${price}; this backend bills nothing.`
    : `It stops costing ${price}.`;
};
