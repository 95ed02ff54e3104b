'use client';

import { type ReportQuery } from '@/lib/training/report/savings-report';
import { PeriodFields } from './period-fields';
import { PrefixField } from './prefix-field';
import styles from './savings.module.css';

type Asked = Pick<ReportQuery, 'period' | 'zone' | 'namePrefix'>;

interface ReportControlsProps {
  query: Asked;
  onChange: (change: Partial<Asked>) => void;
}

/** What the report is of: its period and its jobs. */
export const ReportControls = ({ query, onChange }: ReportControlsProps) => (
  <div className={styles.controls}>
    <PeriodFields period={query.period} onChange={(period) => onChange({ period })} />
    <PrefixField
      prefix={query.namePrefix ?? ''}
      onChange={(prefix) => onChange({ namePrefix: prefix === '' ? undefined : prefix })}
    />
    <div className={`${styles.note} ${styles.zone}`}>
      Jobs that ended in these days, by the calendar of {query.zone}.
    </div>
  </div>
);
