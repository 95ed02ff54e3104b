'use client';

import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { type ReactNode } from 'react';
import { ProblemList } from '@/components/forms/problem-list';
import { formatDuration, formatUsd, formatUsdPerHour } from '@/lib/training/format';
import { launchCost } from '@/lib/training/launch-cost';
import { type OnDemandPrice } from '@/lib/training/money/price';
import { launchFieldName } from './field-names';
import { type LaunchForm } from './use-launch-form';

interface LaunchSummaryProps {
  form: LaunchForm;
  price: OnDemandPrice | null | undefined;
  /** What can be done: shown below. */
  children: ReactNode;
}

/** What the launch may cost at most, and what preflight says. */
export const LaunchSummary = ({ form, price, children }: LaunchSummaryProps) => {
  const { usdPerHour, usdAtMost, seconds } = launchCost(form.values, price?.usdPerHour);
  return (
    <Container header={<Header variant="h2">Before launch</Header>}>
      <SpaceBetween size="l">
        <KeyValuePairs
          columns={1}
          items={[
            {
              label: 'Per hour, on demand',
              value: usdPerHour === undefined ? 'not known' : formatUsdPerHour(usdPerHour),
            },
            {
              label: 'At most, on demand',
              value:
                usdAtMost === undefined || seconds === undefined
                  ? 'not known'
                  : `${formatUsd(usdAtMost)} in ${formatDuration(seconds)}${form.values.spot ? '; less on spot' : ''}`,
            },
          ]}
        />
        <div aria-live="polite" data-testid="preflight">
          <Preflight form={form} />
        </div>
        {children}
      </SpaceBetween>
    </Container>
  );
};

/** What is known to be wrong, and whether that is all that can be known: nothing unchecked is called fine. */
const Preflight = ({ form }: { form: LaunchForm }) => (
  <SpaceBetween size="s">
    {form.problems.length > 0 && (
      <ProblemList problems={form.problems} nameOf={launchFieldName} onSeek={form.seek} />
    )}
    <Standing form={form} />
  </SpaceBetween>
);

const Standing = ({ form }: { form: LaunchForm }) => {
  if (form.issueCount > 0) {
    return (
      <StatusIndicator type="pending">
        {form.issueCount === 1 ? 'One field needs a value' : `${form.issueCount} fields need a value`}
      </StatusIndicator>
    );
  }
  if (form.lookUpFailure !== undefined) {
    return (
      <Alert type="warning" action={<Button onClick={form.lookAgain}>Check again</Button>}>
        Could not check whether the name is free and what lies in S3. {form.lookUpFailure}
      </Alert>
    );
  }
  if (!form.lookedUp) return <StatusIndicator type="loading">Checking</StatusIndicator>;
  if (form.isUnchecked) return <Button onClick={form.lookAgain}>Check again</Button>;
  if (form.problems.length > 0) return null;
  return <StatusIndicator type="success">Nothing stands in the way</StatusIndicator>;
};
