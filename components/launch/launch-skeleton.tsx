import Container from '@cloudscape-design/components/container';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import Skeleton from '@cloudscape-design/components/skeleton';
import SpaceBetween from '@cloudscape-design/components/space-between';
import styles from './launch-page.module.css';

/** Holds the form's place while it is made. */
export const LaunchSkeleton = () => (
  <ContentLayout header={<Header variant="h1">Launch a training job</Header>}>
    <div aria-busy="true" aria-label="The launch form is loading">
      <div className={styles.columns}>
        <SpaceBetween size="l">
          <Container header={<Header variant="h2">Job and script</Header>}>
            <Skeleton height="220px" />
          </Container>
          <Container header={<Header variant="h2">Spot and checkpoints</Header>}>
            <Skeleton height="260px" />
          </Container>
        </SpaceBetween>
        <Container header={<Header variant="h2">Before launch</Header>}>
          <Skeleton height="180px" />
        </Container>
      </div>
    </div>
  </ContentLayout>
);
