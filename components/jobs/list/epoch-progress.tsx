import { capitalized } from '@/lib/training/format';
import { jobKeyOf, type JobRow } from '@/lib/training/job-columns';
import { formatPosition, unitNames } from '@/lib/training/position';
import styles from './jobs-list.module.css';

/** How much of n is complete, with a small bar. What the log does not say is not drawn. */
export const EpochProgress = ({ job }: { job: JobRow }) => {
  const { position, counts = 'epoch', of, epochShare } = job;
  const { many } = unitNames[counts];
  const unit = counts === 'epoch' ? '' : ` ${many}`;
  if (position === undefined) return <span title="The log counts nothing, or was not read yet">–</span>;
  if (of === undefined) {
    return (
      <span className="sd-number">
        {formatPosition(position)}
        {unit}
      </span>
    );
  }
  const share = Math.round((epochShare ?? 0) * 100);
  return (
    <div className={styles.progress}>
      <span className="sd-number">
        {formatPosition(position)} of {formatPosition(of)}
        {unit}
      </span>
      <div
        className={styles.track}
        role="progressbar"
        aria-label={`${capitalized(many)} done`}
        aria-valuenow={share}
        aria-valuemin={0}
        aria-valuemax={100}
      >
        {/* A row may be given to another job, whose bar does not grow out of this one's. */}
        <div key={jobKeyOf(job)} className={styles.bar} style={{ inlineSize: `${share}%` }} />
      </div>
    </div>
  );
};
