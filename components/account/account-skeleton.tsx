import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import Skeleton from '@cloudscape-design/components/skeleton';
import SpaceBetween from '@cloudscape-design/components/space-between';

/** Holds the page's place while AWS is asked who asks. */
export const AccountSkeleton = () => (
  <div aria-busy="true" aria-label="Account: loading">
    <SpaceBetween size="l">
      <Header variant="h1">Account</Header>
      <Container header={<Header variant="h2">Who asks</Header>}>
        <Skeleton height="180px" />
      </Container>
    </SpaceBetween>
  </div>
);
