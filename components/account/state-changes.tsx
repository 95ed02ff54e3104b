'use client';

import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { type AnnouncementsView } from '@/lib/training/announcements-view';
import { formatNumber } from '@/lib/training/format';
import { CopyText } from '../shell/copy-text';
import { KeyValues } from '../shell/key-values';
import { Time } from '../shell/time';
import styles from './account-page.module.css';

/** The queue that tells of changed jobs: whether it does, and so how often AWS is polled. */
export const StateChanges = ({ changes }: { changes: AnnouncementsView }) => (
  <Container
    header={
      <Header
        variant="h2"
        description="A queue that EventBridge feeds tells of each change of a job’s state, and each is looked up in AWS."
      >
        State changes
      </Header>
    }
  >
    <SpaceBetween size="l">
      <State changes={changes} />
      <KeyValues
        columns={3}
        items={[
          {
            label: 'Queue',
            value: (
              <span className={styles.long}>
                <CopyText text={changes.url} label="URL of the queue" />
              </span>
            ),
          },
          {
            label: 'Told last',
            value: changes.toldAt === undefined ? 'not yet' : <Time at={changes.toldAt} />,
          },
          { label: 'Ignored since the start', value: ignoredOf(changes) },
        ]}
      />
    </SpaceBetween>
  </Container>
);

const State = ({ changes: { state, problem, silent } }: { changes: AnnouncementsView }) => {
  switch (state) {
    case 'asked':
      return <StatusIndicator type="pending">The queue has not answered yet</StatusIndicator>;
    case 'untold':
      return (
        <StatusIndicator type="pending">
          The queue is there and has told of no change yet: jobs are polled as without it
        </StatusIndicator>
      );
    case 'trusted':
      return (
        <StatusIndicator type="success">
          Changes arrive by the queue: running jobs are polled four times more rarely
        </StatusIndicator>
      );
    case 'silent':
      return (
        <StatusIndicator type="warning">
          The queue is silent: it did not tell of a change of {silent?.jobName ?? 'a job'}
          {silent && (
            <>
              , found <Time at={silent.at} style="relative" />
            </>
          )}
          . Jobs are polled as without it until it tells again. Look whether the EventBridge rule is enabled.
        </StatusIndicator>
      );
    case 'failed':
      return (
        <StatusIndicator type="error">
          {problem?.message ?? 'The queue cannot be read.'} Jobs are polled as without it.
        </StatusIndicator>
      );
  }
};

const ignoredOf = ({ foreign, unreadable }: AnnouncementsView): string =>
  foreign + unreadable === 0
    ? 'none'
    : `${formatNumber(foreign)} of other accounts, Regions or kinds, ${formatNumber(unreadable)} unreadable`;
