'use client';

import Alert from '@cloudscape-design/components/alert';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import { type Difference } from '@/lib/training/carried-over';
import styles from './launch-page.module.css';

interface DifferenceListProps {
  differences: readonly Difference[];
  /** The job that the form was begun from, e.g. `Job mnist-1`. */
  of: string;
}

/** What the form does not carry over, or has otherwise, before anybody launches it. */
export const DifferenceList = ({ differences, of }: DifferenceListProps) => {
  if (differences.length === 0) return null;
  const left = differences.filter(({ after }) => after === undefined);
  const changed = differences.filter(({ after }) => after !== undefined);
  return (
    <Alert
      type={left.length > 0 ? 'warning' : 'info'}
      header={
        left.length > 0
          ? `${left.length} of the settings of ${of} ${left.length === 1 ? 'is' : 'are'} not carried over`
          : `${of} is carried over, but for what is named here`
      }
    >
      {left.length > 0 && (
        <ul className={styles.list} aria-label="Not carried over">
          {left.map(({ member, before }) => (
            <li key={member}>
              <code>{member}</code>
              {`: ${shortened(before)}`}
            </li>
          ))}
        </ul>
      )}
      {changed.length > 0 && (
        <ExpandableSection headerText={`Otherwise than there: ${changed.length}`}>
          <ul className={styles.list} aria-label="Otherwise than there">
            {changed.map(({ member, before, after }) => (
              <li key={member}>
                <code>{member}</code>
                {`: ${shortened(after)}, there ${shortened(before)}`}
              </li>
            ))}
          </ul>
        </ExpandableSection>
      )}
    </Alert>
  );
};

const maxShown = 160;

const shortened = (json: string | undefined): string => {
  if (json === undefined) return 'none';
  return json.length > maxShown ? `${json.slice(0, maxShown)}…` : json;
};
