'use client';

import { useState } from 'react';
import { type EnterPrice } from '@/components/savings/price-entry';
import { type JobSnapshot } from '@/lib/training/job-snapshot';
import { type OnDemandPrice } from '@/lib/training/money/price';

/** The job's price: what the server knows, else what was entered on this page a moment ago. */
export const useEnteredPrice = (
  { job, price }: Pick<JobSnapshot, 'job' | 'price'>,
  enter: EnterPrice,
): [price: OnDemandPrice | undefined, enter: EnterPrice] => {
  const [entered, setEntered] = useState<OnDemandPrice>();
  const keep: EnterPrice = async (instanceType, usdPerHour) => {
    const result = await enter(instanceType, usdPerHour);
    if (result.ok && usdPerHour !== undefined && instanceType === job.instanceType) {
      setEntered({ instanceType, region: 'this Region', usdPerHour, source: 'Entered by hand' });
    }
    return result;
  };
  return [price ?? entered, keep];
};
