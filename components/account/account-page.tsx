'use client';

import { capitalized } from '@/lib/training/format';
import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useRouter } from 'next/navigation';
import { useCallback, useTransition } from 'react';
import { type ActionResult } from '@/lib/errors/action-result';
import { type AccountView, type PermissionCheck } from '@/lib/training/account';
import { CopyText } from '../shell/copy-text';
import { ErrorAlert } from '../shell/error-alert';
import { KeyValues } from '../shell/key-values';
import { usePolled } from '../shell/live/use-polled';
import { Time } from '../shell/time';
import styles from './account-page.module.css';
import { StateChanges } from './state-changes';
import { PermissionList } from './permission-list';

interface AccountPageProps {
  backendLabel: string;
  initial: ActionResult<AccountView>;
  read: () => Promise<ActionResult<AccountView>>;
  check: () => Promise<ActionResult<PermissionCheck>>;
}

/** Credentials end, and are renewed, while the page is open. What is asked is remembered on the server. */
const againMs = 60_000;

/** Whose AWS this is: who asks, by which credentials, until when, where, and what they may do. */
export const AccountPage = ({ backendLabel, initial, read, check }: AccountPageProps) => {
  const router = useRouter();
  const [retrying, retry] = useTransition();
  // Without credentials the alert asks by itself, and has the page made anew.
  const pauseAfter = useCallback(
    ({ value }: { value?: AccountView }) => (value === undefined ? undefined : againMs),
    [],
  );
  const { value: account, failure } = usePolled({ key: initial, look: read, initial, pauseAfter });
  return (
    <SpaceBetween size="l">
      <Header
        variant="h1"
        description={`Who asks ${backendLabel}, by which credentials, and what they may do. No secret is shown here, nor sent to the browser.`}
        actions={
          <Button
            iconName="refresh"
            ariaLabel="Ask again"
            loading={retrying}
            onClick={() => retry(() => router.refresh())}
          />
        }
      >
        Account
      </Header>
      {failure && (
        <ErrorAlert error={failure} retrying={retrying} onRetry={() => retry(() => router.refresh())} />
      )}
      {account && <AccountFacts account={account} />}
      {account?.changes && <StateChanges changes={account.changes} />}
      {account && <Addresses account={account} />}
      {account && <PermissionList key={account.arn} check={check} standsIn={account.standsIn === true} />}
    </SpaceBetween>
  );
};

const AccountFacts = ({ account }: { account: AccountView }) => (
  <Container header={<Header variant="h2">Who asks</Header>}>
    <SpaceBetween size="l">
      {account.standsIn && (
        <Alert type="info" header="A program on this machine stands in for AWS">
          It has an account of its own, which is nobody’s. Training, checkpoints and interruptions are real;
          spot prices, capacity waits and what things cost are simulated. It listens on this machine alone.
        </Alert>
      )}
      {account.clockBehindMs !== undefined && (
        <Alert type="warning" header="This machine’s clock is off">
          It is {minutesOf(Math.abs(account.clockBehindMs))}{' '}
          {account.clockBehindMs > 0 ? 'behind' : 'ahead of'} AWS’s. Requests are signed with AWS’s time, but
          times that scripts and files write here are wrong. Set it by a time server.
        </Alert>
      )}
      <KeyValues
        columns={3}
        items={[
          { label: 'Account', value: <CopyText text={account.accountId} label="Account id" /> },
          { label: 'Account alias', value: aliasOf(account) },
          { label: 'Region', value: account.region },
          { label: 'Partition', value: account.partition },
          { label: 'Credentials end', value: <SessionEnd account={account} /> },
          ...(account.signInUntil === undefined
            ? []
            : [{ label: 'Signed in until', value: <Time at={account.signInUntil} /> }]),
        ]}
      />
      <KeyValues
        columns={3}
        items={[
          {
            label: 'Identity',
            value: <span className={styles.long}>{<CopyText text={account.arn} label="ARN" />}</span>,
          },
          { label: 'By', value: <span className={styles.long}>{capitalized(account.source)}</span> },
          ...account.roles.map(({ profile, roleArn }) => ({
            label: `Role taken by the profile “${profile}”`,
            value: <span className={styles.long}>{roleArn}</span>,
          })),
          ...(account.command === undefined
            ? []
            : [{ label: 'To sign in again', value: <CopyText text={account.command} label="Command" /> }]),
        ]}
      />
    </SpaceBetween>
  </Container>
);

const SessionEnd = ({ account: { until, signInUntil, standsIn } }: { account: AccountView }) => {
  if (until !== undefined)
    return (
      <>
        <Time at={until} />
        {signInUntil !== undefined && <Box variant="small">renewed by themselves until then</Box>}
      </>
    );
  return standsIn ? 'never: there are none' : 'not by themselves';
};

const Addresses = ({ account: { addresses } }: { account: AccountView }) => (
  <Container
    header={
      <Header
        variant="h2"
        description="As the SDK finds them: AWS’s own, unless the environment or the files name others."
      >
        Where it is asked
      </Header>
    }
  >
    <KeyValues
      columns={3}
      items={addresses.map(({ service, url }) => ({
        label: service,
        value: <span className={styles.long}>{url}</span>,
      }))}
    />
  </Container>
);

const aliasOf = ({ alias: { name, unknown } }: AccountView): string =>
  name ?? (unknown === undefined ? 'none' : `not known: ${unknown}`);

const minutesOf = (ms: number): string => {
  const minutes = Math.round(ms / 60_000);
  return minutes === 1 ? '1 minute' : `${minutes.toLocaleString('en')} minutes`;
};
