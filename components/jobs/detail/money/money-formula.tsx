'use client';

import Box from '@cloudscape-design/components/box';
import Popover from '@cloudscape-design/components/popover';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { formatDuration, formatUsdPerHour } from '@/lib/training/format';
import { fleetLabel } from '@/lib/training/fleet';
import { type OnDemandPrice } from '@/lib/training/money/price';
import { type UsefulTime } from '@/lib/training/money/useful-time';
import { type MoneyCardProps } from './money-card';

/** How the card's figures come about. */
export const MoneyFormula = ({ job, facts, price, simulated }: MoneyCardProps) => (
  <Popover
    header="How this is worked out"
    size="large"
    triggerType="text"
    content={
      <SpaceBetween size="xs">
        <div>
          Paid = billable seconds × {job.instanceCount ?? 'unknown number of'} × on-demand price an hour ÷
          3600. The spot discount is already in the billable seconds.
        </div>
        {job.spot && facts.status.terminal && (
          <SpaceBetween size="xs">
            <div>
              On demand would have cost the useful time at the same price: no waits for capacity, nothing
              twice. Saved is the difference; savings = 1 − billable ÷ useful seconds.
            </div>
            {facts.useful && <UsefulParts useful={facts.useful} />}
            <div>
              SageMaker’s own savings = 1 − billable ÷ training seconds. Its training seconds hold the waits
              after interruptions, so that waiting looks like saving.
            </div>
          </SpaceBetween>
        )}
        {price === undefined ? (
          <div>
            The on-demand price of {job.instanceType ?? 'this instance type'} is not known here, so no money
            is shown.
          </div>
        ) : (
          <div>
            {price.instanceType} in {price.region}: {formatUsdPerHour(price.usdPerHour)}
            {price.parts && <> an instance, the mean of {partsOf(price.parts)}</>}. Source: {price.source}
            {price.asOf && `, ${price.asOf}`}.
          </div>
        )}
        {simulated && (
          <div>This backend models the spot discount; its billable seconds and the money are simulated.</div>
        )}
      </SpaceBetween>
    }
  >
    <Box variant="span" color="inherit" fontSize="body-s">
      Formula
    </Box>
  </Popover>
);

/** What each type of a cluster's groups costs, one instance of it. */
const partsOf = (parts: NonNullable<OnDemandPrice['parts']>): string =>
  parts
    .map(
      ({ instanceType, instanceCount, usdPerHour }) =>
        `${fleetLabel(instanceType, instanceCount)} at ${formatUsdPerHour(usdPerHour)}${instanceCount > 1 ? ' each' : ''}`,
    )
    .join(' + ');

const UsefulParts = ({ useful: { seconds, parts, lostSeconds, exact } }: { useful: UsefulTime }) => {
  const shown = [
    ...(parts.starting > 0 ? [`starting ${formatDuration(parts.starting)}`] : []),
    `downloading once ${formatDuration(parts.downloading)}`,
    `trained ${formatDuration(parts.training)}${lostSeconds > 0 ? ` (${formatDuration(lostSeconds)} of lost work left out)` : ''}`,
    `uploading ${formatDuration(parts.uploading)}`,
  ];
  return (
    <div>
      Useful time: {shown.join(' + ')} = {exact ? '' : 'at most '}
      {seconds.toLocaleString('en-US')} s.
    </div>
  );
};
