'use client';

import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useEffect, useState } from 'react';
import { askServer } from '@/components/shell/ask-server';
import { ModalFooter } from '@/components/shell/modal-footer';
import { formatDuration, formatUsd, formatUsdPerHour } from '@/lib/training/format';
import { launchCost } from '@/lib/training/launch-cost';
import { type LaunchDraft } from '@/lib/training/launch-draft';
import { readDuration } from '@/lib/training/duration-text';
import { type OnDemandPrice } from '@/lib/training/money/price';
import { type SpotBilling } from '@/lib/training/money/running-cost';
import { type LaunchActions } from './launch-actions';

interface LaunchConfirmProps {
  draft: LaunchDraft;
  region: string;
  /** Undefined while it is being looked up, null where it is unknown. */
  price: OnDemandPrice | null | undefined;
  /** Why it is unknown, where it could not be looked up. */
  priceFailure?: string;
  billing: LaunchActions['billing'];
  onConfirm: () => void;
  onClose: () => void;
}

/** Asks once more before money is spent, and says how much it can be. */
export const LaunchConfirm = ({
  draft,
  region,
  price,
  priceFailure,
  billing,
  onConfirm,
  onClose,
}: LaunchConfirmProps) => {
  const { spot, instanceType } = draft;
  const [observed, setObserved] = useState<SpotBilling | null>();
  useEffect(() => {
    if (!spot) return;
    let isStale = false;
    void askServer(() => billing(instanceType)).then((result) => {
      if (!isStale) setObserved(result.ok ? result.value : null);
    });
    return () => {
      isStale = true;
    };
  }, [billing, instanceType, spot]);
  const cost = launchCost(draft, price?.usdPerHour, observed);
  return (
    <Modal
      visible
      header={`Launch ${draft.name} on AWS in ${region}?`}
      closeAriaLabel="Close"
      onDismiss={onClose}
      footer={
        <ModalFooter onCancel={onClose}>
          <Button variant="primary" onClick={onConfirm}>
            {cost.usdAtMost === undefined
              ? 'Launch, whatever it costs'
              : `Launch for ${formatUsd(cost.usdAtMost)} at most`}
          </Button>
        </ModalFooter>
      }
    >
      <SpaceBetween size="m">
        <KeyValuePairs
          columns={1}
          items={[
            {
              label: 'At most',
              value:
                cost.usdAtMost === undefined
                  ? `not known: ${priceFailure ?? `there is no price for ${instanceType || 'the instances'}`}`
                  : `${formatUsd(cost.usdAtMost)} (${reckoning(draft, price)})`,
            },
            ...(spot ? [{ label: 'To be expected on spot', value: onSpot(cost.usdOnSpot, observed) }] : []),
          ]}
        />
        <Box color="text-body-secondary">
          {price === undefined ? 'Looking up the price. ' : ''}
          The instances’ time alone, up to the max runtime; storage and requests come on top.
        </Box>
      </SpaceBetween>
    </Modal>
  );
};

const reckoning = (draft: LaunchDraft, price: OnDemandPrice | null | undefined): string => {
  const count = Number(draft.instanceCount);
  return [
    formatUsdPerHour(price?.usdPerHour ?? NaN),
    `${count} ${count === 1 ? 'instance' : 'instances'} of ${draft.instanceType}`,
    formatDuration(readDuration(draft.maxRuntimeSeconds) ?? NaN),
  ].join(' × ');
};

const onSpot = (usd: number | undefined, observed: SpotBilling | null | undefined): string => {
  if (observed === undefined) return 'looking at earlier spot jobs…';
  if (observed === null) return 'less; by how much no spot job of this account tells yet';
  const basis = `${observed.jobs} spot ${observed.jobs === 1 ? 'job' : 'jobs'} of ${observed.of} ${observed.jobs === 1 ? 'was' : 'were'} billed ${Math.round(100 * observed.share)} % of the time on instances`;
  return usd === undefined ? basis : `${formatUsd(usd)} for the whole max runtime: ${basis}`;
};
