import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import styles from './savings.module.css';

/** As high as the report's first parts, so that nothing moves when they come; with the page's title where there is no page yet. */
export const ReportSkeleton = ({ title }: { title?: string }) => (
  <div role="status" aria-label="Making the report">
    <SpaceBetween size="l">
      {title !== undefined && <Header variant="h1">{title}</Header>}
      <div className={styles.frame}>
        <Container>
          <SpaceBetween size="l">
            <div className={styles.headline}>
              {['Saved by spot', 'Savings', 'Paid', 'On demand would have cost'].map((label) => (
                <div key={label}>
                  <div className={styles.label}>{label}</div>
                  <div className={styles.skeleton} />
                  <div className={styles.note}>&nbsp;</div>
                </div>
              ))}
            </div>
            <div className={styles.skeleton} style={{ minHeight: 108 }} />
          </SpaceBetween>
        </Container>
      </div>
      <Container header={<Header variant="h2">Over time</Header>}>
        <div className={styles.skeleton} style={{ minHeight: 340 }} />
      </Container>
    </SpaceBetween>
  </div>
);
