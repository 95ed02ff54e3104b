'use client';

import { type ReactNode } from 'react';
import { type Explanation } from '@/lib/training/report/explanations';
import { AppLink } from '../shell/app-link';
import { HowComputed } from './how-computed';
import styles from './savings.module.css';

interface FigureProps {
  label: string;
  value: string;
  explanation: Explanation;
  /** Beside the value, smaller. */
  note?: ReactNode;
  /** The jobs behind it. */
  href?: string | undefined;
  size?: 'large' | 'small';
  tone?: 'good' | undefined;
}

/** One number of the report with its label and how it is computed. */
export const Figure = ({ label, value, explanation, note, href, size = 'small', tone }: FigureProps) => (
  <div className={styles.figure} role="group" aria-label={label}>
    <div className={styles.label}>
      {label} <HowComputed what={label} explanation={explanation} />
    </div>
    <div className={`${styles[size]} ${tone === 'good' ? styles.good : ''}`} data-figure={label}>
      {href === undefined ? (
        value
      ) : (
        <AppLink href={href} fontSize="inherit" ariaLabel={`${value}: the jobs behind “${label}”`}>
          {value}
        </AppLink>
      )}
    </div>
    {note !== undefined && <div className={styles.note}>{note}</div>}
  </div>
);
