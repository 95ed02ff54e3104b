import { type ComparedJob } from '@/lib/training/compare/compared-job';
import styles from './compare.module.css';
import { jobStyle } from './job-style';

interface JobLegendProps {
  jobs: readonly ComparedJob[];
  hidden: ReadonlySet<string>;
  onToggle: (name: string) => void;
}

/** The jobs with their colours; each switches its curves on and off in all charts. */
export const JobLegend = ({ jobs, hidden, onToggle }: JobLegendProps) => (
  <ul className={styles.legend} aria-label="Jobs in the charts">
    {jobs.map(({ name }, index) => (
      <li key={name}>
        <button
          type="button"
          className={styles.toggle}
          aria-pressed={!hidden.has(name)}
          onClick={() => onToggle(name)}
        >
          <JobMark index={index} />
          {name}
        </button>
      </li>
    ))}
  </ul>
);

/** The line of a job, as the charts draw it. */
export const JobMark = ({ index }: { index: number }) => (
  <svg width="22" height="8" aria-hidden="true" style={{ color: jobStyle(index).color }}>
    <line className={styles.curve} x1="0" x2="22" y1="4" y2="4" strokeDasharray={jobStyle(index).dash} />
  </svg>
);
