'use client';

import KeyValuePairs, { type KeyValuePairsProps } from '@cloudscape-design/components/key-value-pairs';
import styles from './key-values.module.css';

interface KeyValuesProps {
  /** In a wide window. */
  columns: 3 | 4;
  items: KeyValuePairsProps['items'];
}

/** Facts with their names, in as many columns as there is room for, from the server's first frame on. */
export const KeyValues = ({ columns, items }: KeyValuesProps) => (
  <div className={styles.frame}>
    <div className={columns === 4 ? styles.four : styles.three}>
      <KeyValuePairs columns={columns} items={items} />
    </div>
  </div>
);
