import { type CSSProperties, type ReactNode } from 'react';
import styles from './columns.module.css';

interface ColumnsProps {
  /** In a wide window. */
  count: 2 | 3;
  /** Below this width in pixels a column is not split off. */
  minWidth?: number;
  children: ReactNode;
}

/** Fields or tables beside each other where there is room, below each other where there is none. */
export const Columns = ({ count, minWidth = 220, children }: ColumnsProps) => {
  const measures: CSSProperties = { '--count': count, '--least': `${minWidth}px` };
  return (
    <div className={styles.columns} style={measures}>
      {children}
    </div>
  );
};
