import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import styles from '../savings/savings.module.css';

/** As high as the board's first parts, so that nothing moves when they come; with the page's title where there is no page yet. */
export const WasteSkeleton = ({ title }: { title?: string }) => (
  <div role="status" aria-label="Making the board">
    <SpaceBetween size="l">
      {title !== undefined && <Header variant="h1">{title}</Header>}
      <div className={styles.frame}>
        <Container>
          <div className={styles.skeleton} style={{ minHeight: 108 }} />
        </Container>
      </div>
      <Container header={<Header variant="h2">Who wastes most</Header>}>
        <div className={styles.skeleton} style={{ minHeight: 340 }} />
      </Container>
    </SpaceBetween>
  </div>
);
