'use client';

import Button from '@cloudscape-design/components/button';
import styles from './charts.module.css';

/** In a chart's place where its code could not be loaded: the dashboard was out of reach just then. */
export const ChartUnavailable = () => (
  <div className={styles.placeholder} role="alert">
    <p>The chart could not be loaded. The values are in the CSV and the log.</p>
    <Button iconName="refresh" onClick={() => window.location.reload()}>
      Reload the page
    </Button>
  </div>
);
