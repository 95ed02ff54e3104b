'use client';

import Alert from '@cloudscape-design/components/alert';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import { type JobSnapshot } from '@/lib/training/job-snapshot';
import { AttemptTimeline } from './attempt-timeline';
import styles from './job-page.module.css';
import { ProgressPanel } from './progress-panel';
import { type ResumeVerdict } from './resume-verdict';
import { SavingsCard } from './savings-card';
import { type JobFacts } from './use-job-facts';

interface OverviewProps {
  snapshot: JobSnapshot;
  facts: JobFacts;
  simulatedSpotMarket: boolean;
}

const VERDICT_ICONS: Record<ResumeVerdict['kind'], StatusIndicatorProps.Type> = {
  'from-checkpoint': 'success',
  'from-scratch': 'error',
  'nothing-to-resume': 'info',
  'skipped-epochs': 'warning',
};

/** What happened, in one look: the story, the progress, the life of the job, what was saved. */
export const Overview = ({ snapshot, facts, simulatedSpotMarket }: OverviewProps) => {
  const { job } = snapshot;
  const { story, verdicts } = facts;
  return (
    <div className={styles.frame}>
      <div className={styles.overview}>
        <Container fitHeight header={<Header variant="h2">What happened</Header>}>
          <SpaceBetween size="m">
            <div>
              <p className={styles.headline} data-testid="headline">
                {story.headline}
              </p>
              {story.interruptions && (
                <p className={styles.interruptions} data-testid="interruptions">
                  {story.interruptions}
                </p>
              )}
            </div>
            {job.failureReason && (
              <Alert type="error" header="Failure reason">
                <p className={styles.failure}>{job.failureReason}</p>
              </Alert>
            )}
            <ProgressPanel job={job} status={facts.status} progress={facts.progress} />
            <AttemptTimeline
              segments={facts.timeline}
              attempts={facts.attempts}
              records={snapshot.epochs}
              now={facts.now}
              simulatedWaits={simulatedSpotMarket}
            />
            <Verdicts verdicts={verdicts} />
            {job.spot && !job.checkpoint && (
              <StatusIndicator type="warning">
                <span className="sd-sentence">
                  This spot job saves no checkpoints: an interruption costs everything it has trained.
                </span>
              </StatusIndicator>
            )}
          </SpaceBetween>
        </Container>
        <SavingsCard
          job={job}
          savings={facts.savings}
          price={snapshot.price}
          terminal={facts.status.terminal}
          simulated={simulatedSpotMarket}
        />
      </div>
    </div>
  );
};

const Verdicts = ({ verdicts }: { verdicts: readonly ResumeVerdict[] }) =>
  verdicts.length === 0 ? null : (
    <div aria-label="How each attempt resumed" role="group">
      {verdicts.map((verdict) =>
        verdict.kind === 'from-scratch' ? (
          <Alert key={verdict.attempt} type="error" header="Training started from scratch">
            {verdict.sentence}
          </Alert>
        ) : (
          <div key={verdict.attempt}>
            <StatusIndicator type={VERDICT_ICONS[verdict.kind]}>
              <span className="sd-sentence">{verdict.sentence}</span>
            </StatusIndicator>
          </div>
        ),
      )}
    </div>
  );
