'use client';

import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import styles from './compare.module.css';

/** Keeps the page's layout while its jobs are read. */
export const CompareSkeleton = () => (
  <SpaceBetween size="l">
    <Header variant="h1">Compare jobs</Header>
    <Container header={<Header variant="h2">Curves</Header>}>
      <div className={styles.plot}>
        <StatusIndicator type="loading">Reading the jobs</StatusIndicator>
      </div>
    </Container>
  </SpaceBetween>
);
