'use client';

import Badge from '@cloudscape-design/components/badge';
import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import Popover from '@cloudscape-design/components/popover';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { type ReactNode } from 'react';
import { formatDuration, formatShare, formatUsd, formatUsdPerHour } from '@/lib/training/format';
import { type OnDemandPrice, type Savings } from '@/lib/training/savings';
import { describeStatus } from '@/lib/training/status';
import { type TrainingJob } from '@/lib/training/training-job';
import styles from '../job-page.module.css';

interface SavingsCardProps {
  job: TrainingJob;
  savings: Savings;
  price?: OnDemandPrice;
  terminal: boolean;
  /** The spot discount is modelled by the backend. */
  simulated: boolean;
}

/** What spot saved: seconds as SageMaker reports them, and what they come to in money. */
export const SavingsCard = ({ job, savings, price, terminal, simulated }: SavingsCardProps) => {
  // What failed or never came back has saved nothing, however little it cost.
  const hasResult = !['failed', 'max-wait-exceeded'].includes(describeStatus(job).outcome);
  const pending = terminal ? 'not reported' : 'not known yet';
  const unpriced = price === undefined ? 'price unknown' : pending;
  return (
    <Container
      fitHeight
      header={
        <Header
          variant="h2"
          actions={simulated && job.spot ? <Badge color="grey">Simulated discount</Badge> : undefined}
          info={<SavingsFormula job={job} price={price} simulated={simulated} />}
        >
          {job.spot ? 'Savings' : 'Cost'}
        </Header>
      }
    >
      <SpaceBetween size="m">
        {job.spot && (
          <div>
            <Box variant="awsui-key-label">Saved by spot</Box>
            <Box
              fontSize="display-l"
              fontWeight="bold"
              color={(savings.share ?? 0) > 0 ? 'text-status-success' : 'text-body-secondary'}
            >
              {savings.share === undefined ? (
                <Box variant="span" fontSize="heading-l" color="text-body-secondary">
                  {capital(pending)}
                </Box>
              ) : (
                formatShare(savings.share)
              )}
            </Box>
            {savings.usdSaved !== undefined && (
              <Box color="text-body-secondary">
                {formatUsd(savings.usdSaved)} {hasResult ? 'saved' : 'less than on demand, without a result'}
              </Box>
            )}
          </div>
        )}
        <dl className={styles.facts}>
          <Fact label="Training time">{known(savings.trainingSeconds, seconds, pending)}</Fact>
          <Fact label="Billable time">{known(savings.billableSeconds, seconds, pending)}</Fact>
          <Fact label="On demand">{known(savings.usdOnDemand, formatUsd, unpriced)}</Fact>
          <Fact label={job.spot ? 'On spot' : 'Paid'}>{known(savings.usdPaid, formatUsd, unpriced)}</Fact>
        </dl>
        {!terminal && (
          <Box color="text-body-secondary" fontSize="body-s">
            SageMaker reports billable seconds once the job has ended.
          </Box>
        )}
      </SpaceBetween>
    </Container>
  );
};

const Fact = ({ label, children }: { label: string; children: ReactNode }) => (
  <div>
    <dt>{label}</dt>
    <dd>{children}</dd>
  </div>
);

const SavingsFormula = ({ job, price, simulated }: Pick<SavingsCardProps, 'job' | 'price' | 'simulated'>) => (
  <Popover
    header="How this is worked out"
    size="large"
    triggerType="text"
    content={
      <SpaceBetween size="xs">
        <div>Savings = 1 − billable seconds ÷ training seconds, as SageMaker defines it.</div>
        <div>
          Money = seconds × {job.instanceCount ?? 'unknown number of'} × on-demand price an hour ÷ 3600. The
          spot discount is already in the billable seconds.
        </div>
        {price === undefined ? (
          <div>
            The on-demand price of {job.instanceType ?? 'this instance type'} is not known here, so no money
            is shown.
          </div>
        ) : (
          <div>
            {price.instanceType} in {price.region}: {formatUsdPerHour(price.usdPerHour)}. Source:{' '}
            {price.source}
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

const known = (
  value: number | undefined,
  format: (value: number) => ReactNode,
  otherwise: string,
): ReactNode =>
  value === undefined ? (
    <Box variant="span" color="text-body-secondary">
      {otherwise}
    </Box>
  ) : (
    <span className="sd-number">{format(value)}</span>
  );

/** The exact seconds are what the bill is made of; long ones are easier to grasp as hours and minutes too. */
const seconds = (value: number) =>
  value < 60 ? (
    `${value.toLocaleString('en-US')} s`
  ) : (
    <>
      {value.toLocaleString('en-US')} s <Box variant="small">({formatDuration(value)})</Box>
    </>
  );

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
