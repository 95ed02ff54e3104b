'use client';

import Alert from '@cloudscape-design/components/alert';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { formatNumber } from '@/lib/training/format';
import { missingTypes } from '@/lib/training/report/missing-price';
import { type WasteBoard } from '@/lib/training/report/waste-board';
import { type EnterPrice, PriceEntry } from '../savings/price-entry';

/** So many fields are open at the top; the others are beside their gaps. */
const maxFields = 3;

/** What the figures do not hold: prices, logs, endpoints. At the top, where it distorts. */
export const WasteNotices = ({ board, onEnter }: { board: WasteBoard; onEnter: EnterPrice }) => {
  const { pricesMissing, pricesPending, interruptedJobs, backfilledJobs, noSpotRate, endpoints } = board;
  const gaps = [
    ...(backfilledJobs < interruptedJobs
      ? [
          `Recomputed is known of ${formatNumber(backfilledJobs)} of ${formatNumber(interruptedJobs)} interrupted jobs; it is at least this.${board.toBackfill > 0 ? ' Logs are still being read.' : ''}`,
        ]
      : []),
    ...(noSpotRate
      ? ['No spot job ended in this period: what on-demand jobs would have saved cannot be said.']
      : []),
    ...(endpoints.problem === undefined ? [] : [`Endpoints could not be read: ${endpoints.problem}`]),
    ...(endpoints.pending ? ['Endpoints are being read.'] : []),
  ];
  const unpriced = !pricesPending && pricesMissing.length > 0;
  if (!unpriced && gaps.length === 0) return null;
  return (
    <SpaceBetween size="s">
      {unpriced && (
        <Alert type="warning" header="No price">
          <SpaceBetween size="s">
            <div>
              Without a price, hours stand in place of money: {missingTypes(pricesMissing).join(', ')}. They
              are not in the dollars below.
            </div>
            {pricesMissing.slice(0, maxFields).map((missing) => (
              <PriceEntry
                key={`${missing.where ?? ''} ${missing.instanceType}`}
                {...missing}
                onEnter={onEnter}
              />
            ))}
          </SpaceBetween>
        </Alert>
      )}
      {gaps.length > 0 && (
        <Alert type="info">
          {gaps.map((gap) => (
            <div key={gap}>{gap}</div>
          ))}
        </Alert>
      )}
    </SpaceBetween>
  );
};
