import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import Skeleton from '@cloudscape-design/components/skeleton';
import SpaceBetween from '@cloudscape-design/components/space-between';
import styles from './job-page.module.css';

/** The page's layout before its content, so that nothing moves when that arrives. */
export const JobPageSkeleton = () => (
  <div aria-busy="true" aria-label="Loading the job">
    <SpaceBetween size="l">
      <Header
        variant="h1"
        description={
          <Skeleton
            display="inline-block"
            tagOverride="span"
            variant="text-body-m"
            width="min(420px, 100%)"
          />
        }
      >
        <Skeleton
          display="inline-block"
          tagOverride="span"
          variant="text-heading-xl"
          width="min(320px, 100%)"
        />
      </Header>
      <div className={styles.frame}>
        <div className={styles.overview}>
          <Container fitHeight header={<Header variant="h2">What happened</Header>}>
            <SpaceBetween size="m">
              <Skeleton variant="text-heading-m" width="min(480px, 100%)" />
              <Skeleton height="44px" />
              <Skeleton height="130px" />
            </SpaceBetween>
          </Container>
          <Container fitHeight header={<Header variant="h2">Savings</Header>}>
            <Skeleton height="200px" />
          </Container>
        </div>
      </div>
      <Skeleton height="40px" width="min(520px, 100%)" />
      <Container header={<Header variant="h2">Metrics</Header>}>
        <Skeleton height="330px" />
      </Container>
    </SpaceBetween>
  </div>
);
