import { type JobRow } from '@/lib/training/job-list';
import styles from './jobs-list.module.css';

/** Epoch k of n with a small bar. What the log does not say is not drawn. */
export const EpochProgress = ({ job: { epoch, of, epochShare } }: { job: JobRow }) => {
  if (epoch === undefined) return <span title="The log names no epoch, or was not read yet">–</span>;
  if (of === undefined) return <span className="sd-number">{epoch}</span>;
  const share = Math.round((epochShare ?? 0) * 100);
  return (
    <div className={styles.progress}>
      <span className="sd-number">
        {epoch} of {of}
      </span>
      <div
        className={styles.track}
        role="progressbar"
        aria-label="Epochs done"
        aria-valuenow={share}
        aria-valuemin={0}
        aria-valuemax={100}
      >
        <div className={styles.bar} style={{ inlineSize: `${share}%` }} />
      </div>
    </div>
  );
};
