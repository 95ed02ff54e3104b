'use client';

import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { type ReactNode } from 'react';
import { formatDuration, formatUsd, formatUsdPerHour } from '@/lib/training/format';
import { launchCost } from '@/lib/training/launch-cost';
import { type OnDemandPrice } from '@/lib/training/money/price';
import { type LaunchForm } from './use-launch-draft';

interface LaunchSummaryProps {
  form: LaunchForm;
  price: OnDemandPrice | null | undefined;
  /** The script is to be uploaded, and no file of it is chosen yet. */
  filesMissing: boolean;
  /** What can be done: shown below. */
  children: ReactNode;
}

/** What the launch may cost at most, and what preflight says. */
export const LaunchSummary = ({ form, price, filesMissing, children }: LaunchSummaryProps) => {
  const { usdPerHour, usdAtMost, seconds } = launchCost(form.draft, price?.usdPerHour);
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
                  : `${formatUsd(usdAtMost)} in ${formatDuration(seconds)}${form.draft.spot ? '; less on spot' : ''}`,
            },
          ]}
        />
        <div aria-live="polite" data-testid="preflight">
          <Preflight form={form} filesMissing={filesMissing} />
        </div>
        {children}
      </SpaceBetween>
    </Container>
  );
};

const Preflight = ({ form, filesMissing }: { form: LaunchForm; filesMissing: boolean }) => {
  if (!form.input) {
    return (
      <StatusIndicator type="pending">
        {form.issueCount === 1 ? 'One field needs a value' : `${form.issueCount} fields need a value`}
      </StatusIndicator>
    );
  }
  if (form.preflightFailure) {
    return <Alert type="warning">Preflight could not ask the backend. {form.preflightFailure}</Alert>;
  }
  if (!form.checked) return <StatusIndicator type="loading">Checking</StatusIndicator>;
  if (form.findings.length === 0 && filesMissing) {
    return (
      <StatusIndicator type="pending">
        <span className="sd-sentence">The files of the training script are not chosen yet</span>
      </StatusIndicator>
    );
  }
  if (form.findings.length === 0)
    return <StatusIndicator type="success">Nothing stands in the way</StatusIndicator>;
  return (
    <SpaceBetween size="s">
      {form.findings.map(({ severity, field, reason, remedy }) => (
        <Alert key={`${field} ${reason}`} type={severity}>
          <Box variant="p">{reason}</Box>
          <Box variant="p" color="text-body-secondary">
            {remedy}
          </Box>
        </Alert>
      ))}
    </SpaceBetween>
  );
};
