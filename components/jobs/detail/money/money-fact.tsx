'use client';

import Box from '@cloudscape-design/components/box';
import { type ReactNode } from 'react';
import { NoPrice } from '@/components/savings/no-price';
import { type EnterPrice } from '@/components/savings/price-entry';
import { formatDuration, formatUsd } from '@/lib/training/format';
import { atMostText } from '@/lib/training/money/money-text';
import { type OnDemandPrice } from '@/lib/training/money/price';
import { type TrainingJob } from '@/lib/training/training-job';
import { type JobFacts } from '../stream/use-job-facts';

export const Fact = ({ label, children }: { label: string; children: ReactNode }) => (
  <div>
    <dt>{label}</dt>
    <dd>{children}</dd>
  </div>
);

export const Quiet = ({ children }: { children: ReactNode }) => (
  <Box variant="span" color="text-body-secondary">
    {children}
  </Box>
);

interface UsdProps {
  job: TrainingJob;
  usd: number | undefined;
  price?: OnDemandPrice;
  atMost?: boolean;
  onEnterPrice: EnterPrice;
  facts: { readings: Pick<JobFacts['readings'], 'price'> };
}

/** An amount; without a price the place to enter one, else what SageMaker has not told. */
export const Usd = ({ job, usd, price, atMost = false, onEnterPrice, facts }: UsdProps) => {
  if (usd !== undefined) return <span className="sd-number">{atMostText(formatUsd(usd), atMost)}</span>;
  const { is } = facts.readings.price;
  if (price === undefined && is === 'reading') return <Quiet>looking up the price</Quiet>;
  if (price === undefined) {
    const text = is === 'failed' ? 'price could not be read' : undefined;
    return <NoPrice instanceType={job.instanceType} onEnter={onEnterPrice} text={text} />;
  }
  return <Quiet>not reported</Quiet>;
};

/** The exact seconds are what the bill is made of; long ones are easier to grasp as hours and minutes too. */
export const Seconds = ({ of, atMost = false }: { of: number | undefined; atMost?: boolean }) => {
  if (of === undefined) return <Quiet>not reported</Quiet>;
  const text = atMostText(`${of.toLocaleString('en-US')} s`, atMost);
  return (
    <span className="sd-number">
      {text}
      {of >= 60 && <Box variant="small"> ({formatDuration(of)})</Box>}
    </span>
  );
};
