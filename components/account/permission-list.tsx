'use client';

import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Spinner from '@cloudscape-design/components/spinner';
import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import { useEffect } from 'react';
import { type ActionResult } from '@/lib/errors/action-result';
import { duties, type Duty, type Need, type PermissionCheck, type Verdict } from '@/lib/training/account';
import { ErrorAlert } from '../shell/error-alert';
import { usePolled } from '../shell/live/use-polled';
import styles from './account-page.module.css';

interface PermissionListProps {
  check: () => Promise<ActionResult<PermissionCheck>>;
  standsIn: boolean;
}

/** What each part of the use cases needs, and whether it is allowed. Asked for once, behind the page. */
export const PermissionList = ({ check, standsIn }: PermissionListProps) => {
  const { value, failure, ask } = usePolled({ key: check, look: check, pauseAfter: () => undefined });
  useEffect(() => {
    void ask();
  }, [ask]);
  return (
    <Container
      header={
        <Header
          variant="h2"
          description={
            standsIn
              ? 'On AWS these are the actions that a policy has to allow. Here all is allowed.'
              : 'For jobs, endpoints and default buckets. The policies of buckets, keys and roles are not among what IAM tells.'
          }
        >
          What it may do
        </Header>
      }
    >
      <SpaceBetween size="m">
        {failure && <ErrorAlert error={failure} onRetry={() => void ask()} />}
        {value?.unchecked !== undefined && (
          <StatusIndicator type="info">Not checked: {value.unchecked}</StatusIndicator>
        )}
        {value === undefined && failure === undefined && (
          <Box>
            <Spinner /> Asking IAM what is allowed
          </Box>
        )}
        {value && duties.map((duty) => <DutyNeeds key={duty} duty={duty} needs={value.needs} />)}
      </SpaceBetween>
    </Container>
  );
};

const titles: Record<Duty, string> = {
  watch: 'To watch',
  launch: 'To launch, stop, tag and delete jobs',
  deploy: 'To deploy and evaluate models',
};

const DutyNeeds = ({ duty, needs }: { duty: Duty; needs: readonly Need[] }) => (
  <section aria-label={titles[duty]}>
    <Header variant="h3">{titles[duty]}</Header>
    <ul className={styles.needs}>
      {needs
        .filter((need) => need.duty === duty)
        .map(({ what, actions }) => (
          <li key={what} className={styles.need}>
            <span>{what}</span>
            <span>
              {actions.map(({ action, verdict }) => (
                <span key={action} className={styles.action}>
                  <Allowed action={action} verdict={verdict} />
                </span>
              ))}
            </span>
          </li>
        ))}
    </ul>
  </section>
);

const Allowed = ({ action, verdict }: { action: string; verdict: Verdict | undefined }) => {
  const [type, words] = looks[verdict?.kind ?? 'unknown'];
  return (
    <StatusIndicator type={type}>
      {action}
      {words}
    </StatusIndicator>
  );
};

const looks: Record<Verdict['kind'] | 'unknown', [type: StatusIndicatorProps.Type, words: string]> = {
  allowed: ['success', ''],
  'not-granted': ['error', ' (no policy allows it)'],
  denied: ['error', ' (a policy denies it)'],
  organization: ['error', ' (the organization forbids it)'],
  boundary: ['error', ' (outside the permissions boundary)'],
  unknown: ['pending', ''],
};
