'use client';

import Alert, { type AlertProps } from '@cloudscape-design/components/alert';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import Link from '@cloudscape-design/components/link';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import styles from '../job-page.module.css';
import { type ResumeVerdict } from '../../../../lib/training/resume-verdict';

interface VerdictsProps {
  verdicts: readonly ResumeVerdict[];
  /** Shows a line of the log. */
  onShowLine: (sequence: number) => void;
}

/** Loud are the findings that cost money and can be mended; what cannot be told is told in a neutral colour. */
const LOUD: Partial<Record<ResumeVerdict['kind'], { type: AlertProps.Type; header: string }>> = {
  'from-scratch': { type: 'error', header: 'Training started from scratch' },
  'older-checkpoint': { type: 'error', header: 'An older checkpoint was loaded' },
  'nothing-to-resume': { type: 'warning', header: 'There was nothing to resume' },
  'cannot-tell': { type: 'info', header: 'Whether it resumed cannot be told' },
};

/** How each attempt after the first went on, with the lines of the log that show it. */
export const Verdicts = ({ verdicts, onShowLine }: VerdictsProps) =>
  verdicts.length === 0 ? null : (
    <div aria-label="How each attempt resumed" role="group">
      {verdicts.map((verdict) => {
        const loud = LOUD[verdict.kind];
        const evidence = <Evidence verdict={verdict} onShowLine={onShowLine} />;
        return loud ? (
          <Alert key={verdict.attempt} type={loud.type} header={loud.header}>
            {verdict.sentence}
            {verdict.wouldTell.length > 0 && <div>What would tell: {verdict.wouldTell.join('; ')}.</div>}
            {evidence}
          </Alert>
        ) : (
          <div key={verdict.attempt}>
            <StatusIndicator type={verdict.kind === 'skipped' ? 'warning' : 'success'}>
              <span className="sd-sentence">{verdict.sentence}</span>
            </StatusIndicator>
            {evidence}
          </div>
        );
      })}
    </div>
  );

const Evidence = ({ verdict, onShowLine }: { verdict: ResumeVerdict; onShowLine: (line: number) => void }) =>
  verdict.evidence.length === 0 ? null : (
    <ExpandableSection headerText={`What shows it for attempt ${verdict.attempt}`} variant="inline">
      <ul className={styles.evidence}>
        {verdict.evidence.map(({ kind, line, text }) => (
          <li key={`${kind} ${line}`}>
            {EVIDENCE[kind]}{' '}
            <Link
              href={`?line=${line}#log`}
              onFollow={(event) => {
                event.preventDefault();
                onShowLine(line);
              }}
            >
              <code>{text}</code>
            </Link>
          </li>
        ))}
      </ul>
    </ExpandableSection>
  );

const EVIDENCE: Record<ResumeVerdict['evidence'][number]['kind'], string> = {
  'says-resumed': 'It says that it resumed:',
  'says-loaded': 'It says what it loaded:',
  'says-nothing-found': 'It says that it found nothing:',
  'says-from-scratch': 'It says that it begins anew:',
  'says-left': 'It says what is left:',
  'says-ended': 'It says that it ended:',
  'first-position': 'Its first count:',
  'last-position-before': 'The last count before:',
  'saved-before': 'Saved before:',
};
