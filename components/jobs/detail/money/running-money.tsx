'use client';

import Box from '@cloudscape-design/components/box';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { type ReactNode } from 'react';
import {
  formatDuration,
  formatNumber,
  formatShare,
  formatUsd,
  formatUsdPerHour,
} from '@/lib/training/format';
import { type RunningCost, type SpotBilling } from '@/lib/training/money/running-cost';
import { type MoneyCardProps } from './money-card';
import { Quiet, Usd } from './money-fact';
import { runningCostNow } from './running-cost-now';

/** Of a job that runs: what it has cost, what an hour costs, what it will have cost, each with its basis. */
export const RunningMoney = (props: MoneyCardProps) => {
  const { job, facts, price, billing } = props;
  const cost = runningCostNow(job, facts, price, billing);
  const size = wordOf(cost);
  return (
    <SpaceBetween size="m">
      <Part label="Cost so far" large basis={soFarBasis(cost)}>
        {cost.usdSoFar === undefined ? (
          <Usd {...props} usd={undefined} />
        ) : (
          `${size}${formatUsd(cost.usdSoFar)}`
        )}
      </Part>
      <Part label="Rate" basis={rateBasis(cost, billing)}>
        {cost.usdPerHour === undefined ? (
          <Usd {...props} usd={undefined} />
        ) : cost.usdPerHour === 0 ? (
          'Nothing while it has no instance'
        ) : (
          `${size}${formatUsdPerHour(cost.usdPerHour)}`
        )}
      </Part>
      <Part label="At the end" basis={endBasis(cost)}>
        {cost.end === undefined ? (
          <Quiet>not known yet</Quiet>
        ) : cost.usdAtEnd === undefined ? (
          <Usd {...props} usd={undefined} />
        ) : (
          `${cost.end.by === 'max runtime' ? 'at most ' : size}${formatUsd(cost.usdAtEnd)}`
        )}
      </Part>
      <Box color="text-body-secondary" fontSize="body-s">
        SageMaker reports billable seconds once the job has ended.
      </Box>
    </SpaceBetween>
  );
};

interface PartProps {
  label: string;
  basis: string;
  large?: boolean;
  children: ReactNode;
}

const Part = ({ label, basis, large = false, children }: PartProps) => (
  <div role="group" aria-label={label}>
    <Box variant="awsui-key-label">{label}</Box>
    <Box fontSize={large ? 'display-l' : 'heading-m'} fontWeight="bold">
      <span className="sd-figure">{children}</span>
    </Box>
    <Box color="text-body-secondary" fontSize="body-s">
      {basis}
    </Box>
  </div>
);

const wordOf = ({ rate }: RunningCost) => ({ 'on demand': '', observed: 'about ', full: 'at most ' })[rate];

const soFarBasis = ({ heldSeconds, rate }: RunningCost): string =>
  `${formatDuration(heldSeconds)} on instances${rate === 'on demand' ? '' : ', waits not counted'}`;

const rateBasis = ({ rate }: RunningCost, billing: SpotBilling | undefined): string => {
  if (rate === 'on demand') return 'the on-demand price of all instances';
  if (billing === undefined)
    return 'the on-demand price: no spot job has ended yet that would tell the discount';
  const whose = billing.of === 'this type' ? 'of this instance type' : 'of all instance types';
  return `${formatShare(billing.share)} of the on-demand price, as ${formatNumber(billing.jobs)} finished spot ${
    billing.jobs === 1 ? 'job' : 'jobs'
  } ${whose} were billed`;
};

const endBasis = ({ end }: RunningCost): string => {
  if (end === undefined) return 'the log does not tell how much is left';
  return end.by === 'pace'
    ? `${formatDuration(end.secondsLeft)} of training left at its pace; an interruption adds to it`
    : `its max runtime of ${formatDuration(end.maxRuntimeSeconds)}: the log does not tell how much is left`;
};
