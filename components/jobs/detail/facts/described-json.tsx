'use client';

import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useState } from 'react';
import { askServer } from '@/components/shell/ask-server';
import { ErrorAlert } from '@/components/shell/error-alert';
import { type ActionResult } from '@/lib/errors/action-result';
import { type TrainingJob } from '@/lib/training/training-job';
import { type JobActions } from '../actions/job-actions';
import { describeJson } from './describe-json';
import styles from '../job-page.module.css';

interface DescribedJsonProps {
  job: TrainingJob;
  describe: JobActions['describe'];
}

/** The job as the backend describes it, every member; asked when it is opened, and again with each opening. */
export const DescribedJson = ({ job, describe }: DescribedJsonProps) => {
  const [answer, setAnswer] = useState<ActionResult<string>>();
  const [asking, setAsking] = useState(false);
  const ask = async () => {
    setAsking(true);
    setAnswer(await askServer(describe));
    setAsking(false);
  };
  const json = answer && (answer.ok ? answer.value : JSON.stringify(describeJson(job), null, 2));
  return (
    <ExpandableSection
      headerText="As DescribeTrainingJob gives it"
      headerActions={
        json !== undefined && (
          <CopyToClipboard
            variant="button"
            copyButtonText="Copy JSON"
            textToCopy={json}
            copySuccessText="JSON copied"
            copyErrorText="The JSON could not be copied"
          />
        )
      }
      variant="stacked"
      onChange={({ detail }) => {
        if (detail.expanded) void ask();
      }}
    >
      <SpaceBetween size="s">
        {answer && !answer.ok && (
          <ErrorAlert error={answer.error} onRetry={() => void ask()} retrying={asking}>
            {' What follows is what this page knows of the job, which is less.'}
          </ErrorAlert>
        )}
        {json === undefined ? (
          <StatusIndicator type="loading">Asking the backend</StatusIndicator>
        ) : (
          <pre className={styles.json} tabIndex={0} aria-label="Job as JSON">
            {json}
          </pre>
        )}
      </SpaceBetween>
    </ExpandableSection>
  );
};
