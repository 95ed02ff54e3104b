'use client';

import Box, { type BoxProps } from '@cloudscape-design/components/box';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { formatUsd } from '@/lib/training/format';
import { hasFailed, wasForNothing } from '@/lib/training/money/job-money';
import { atMostText, shareOr } from '@/lib/training/money/money-text';
import styles from '../job-page.module.css';
import { type MoneyCardProps } from './money-card';
import { Fact, Seconds, Usd } from './money-fact';

/** Of a job that has ended: saved, paid, or spent for nothing. */
export const SettledMoney = (props: MoneyCardProps) => {
  const { job, facts } = props;
  const { useful, money } = facts;
  const forNothing = wasForNothing(job);
  const atMost = useful !== undefined && !useful.exact;
  return (
    <SpaceBetween size="m">
      {forNothing ? <SpentForNothing {...props} /> : job.spot ? <Saved {...props} /> : <Paid {...props} />}
      <dl className={styles.facts}>
        {job.spot && !forNothing && (
          <>
            <Fact label="On demand would have cost">
              <Usd {...props} usd={money.usdOnDemand} atMost={atMost} />
            </Fact>
            <Fact label="Paid on spot">
              <Usd {...props} usd={money.usdPaid} />
            </Fact>
            <Fact label="Useful time">
              <Seconds of={useful?.seconds} atMost={atMost} />
            </Fact>
          </>
        )}
        <Fact label="Billable time">
          <Seconds of={job.billableSeconds} />
        </Fact>
        <Fact label="Training time">
          <Seconds of={job.trainingSeconds} />
        </Fact>
        {job.spot && !forNothing && (
          <Fact label="SageMaker’s own savings">
            <span className="sd-number">{shareOr(money.sageMakerShare)}</span>
          </Fact>
        )}
      </dl>
      {job.spot && !forNothing && atMost && (
        <Box color="text-body-secondary" fontSize="body-s">
          The log does not tell what the interruptions lost, so all that was trained counts as useful.
        </Box>
      )}
    </SpaceBetween>
  );
};

interface HeadlineProps {
  label: string;
  color: BoxProps.Color;
  children: React.ReactNode;
}

const Headline = ({ label, color, children }: HeadlineProps) => (
  <div role="group" aria-label={label}>
    <Box variant="awsui-key-label">{label}</Box>
    <Box fontSize="display-l" fontWeight="bold" color={color}>
      {children}
    </Box>
  </div>
);

const Saved = (props: MoneyCardProps) => {
  const { job, facts, price } = props;
  const { useful, money, status } = facts;
  const { savedShare, usdSaved } = money;
  const atMost = useful !== undefined && !useful.exact;
  // What was ended before it was done is no success, however little it cost.
  const good = status.outcome === 'completed' && (savedShare ?? 0) > 0;
  return (
    <div>
      <Headline label="Saved by spot" color={good ? 'text-status-success' : 'text-body-secondary'}>
        {savedShare === undefined ? (
          <Box variant="span" fontSize="heading-l" color="text-body-secondary">
            Not reported
          </Box>
        ) : (
          atMostText(shareOr(savedShare), atMost)
        )}
      </Headline>
      {savedShare !== undefined && usdSaved !== undefined && (
        <Box color="text-body-secondary">
          {usdSaved < 0
            ? `${formatUsd(-usdSaved)} more than on demand would have cost`
            : `${atMostText(formatUsd(usdSaved), atMost)} saved`}
          {status.outcome !== 'completed' && ', but ended before it was done'}
        </Box>
      )}
      {savedShare !== undefined && price === undefined && (
        <Box color="text-body-secondary">
          <Usd {...props} job={job} usd={undefined} />
        </Box>
      )}
    </div>
  );
};

const SpentForNothing = (props: MoneyCardProps) => {
  const { job, facts } = props;
  const { usdPaid } = facts.money;
  if (neverHeld(props))
    return (
      <div>
        <Headline label="Spent for nothing" color="text-body-secondary">
          Nothing
        </Headline>
        <Box color="text-body-secondary">
          It never had an instance, so there was nothing to pay or to save.
        </Box>
      </div>
    );
  return (
    <div>
      <Headline label="Spent for nothing" color={usdPaid === 0 ? 'text-body-secondary' : 'text-status-error'}>
        <Usd {...props} usd={usdPaid} />
      </Headline>
      <Box color="text-body-secondary">
        {hasFailed(job)
          ? 'The job failed: it saved nothing, however little it cost.'
          : 'The job ended before it trained: it saved nothing, however little it cost.'}
      </Box>
    </div>
  );
};

/** Its transitions tell of no time on an instance, and SageMaker of nothing billed. */
const neverHeld = ({ job, facts }: MoneyCardProps): boolean =>
  !job.billableSeconds &&
  job.trainingStartedAt === undefined &&
  job.transitions.length > 0 &&
  !facts.timeline.some(({ kind }) => kind === 'downloading' || kind === 'training' || kind === 'uploading');

const Paid = (props: MoneyCardProps) => (
  <Headline label="Paid" color="inherit">
    <Usd {...props} usd={props.facts.money.usdPaid} />
  </Headline>
);
