'use client';

import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { type OnDemandPrice } from '@/lib/training/money/price';
import { type SpotBilling } from '@/lib/training/money/running-cost';
import { type EnterPrice } from '@/components/savings/price-entry';
import { formatDuration } from '@/lib/training/format';
import { failureCause, lineOfCause } from '@/lib/training/failure-cause';
import { type JobSnapshot } from '@/lib/training/job-snapshot';
import { type LogLine } from '@/lib/training/log-line';
import { AttemptTimeline } from '../timeline/attempt-timeline';
import styles from '../job-page.module.css';
import { ProgressPanel } from '../reading/progress-panel';
import { MoneyCard } from '../money/money-card';
import { type JobFacts } from '../stream/use-job-facts';
import { Verdicts } from '../reading/verdicts';

interface OverviewProps {
  snapshot: JobSnapshot;
  facts: JobFacts;
  simulatedSpotMarket: boolean;
  /** Absent where the price is unknown. */
  price: OnDemandPrice | undefined;
  billing: SpotBilling | undefined;
  onEnterPrice: EnterPrice;
  /** Shows a line of the log. */
  onShowLine: (sequence: number) => void;
  /** Of the log, as far as they are here. */
  lines: readonly LogLine[];
}

/** What happened, in one look: the story, the progress, the life of the job, what was saved. */
export const Overview = ({
  snapshot,
  facts,
  simulatedSpotMarket,
  price,
  billing,
  onEnterPrice,
  onShowLine,
  lines,
}: OverviewProps) => {
  const { job } = snapshot;
  const { story, verdicts } = facts;
  const cause = failureCause(job.failureReason);
  const causeLine = cause === undefined ? undefined : (lineOfCause(lines, cause) ?? lines.at(-1)?.sequence);
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
              <Alert
                type="error"
                header="Failure reason"
                action={
                  causeLine !== undefined && (
                    <Button onClick={() => onShowLine(causeLine)}>Show it in the log</Button>
                  )
                }
              >
                <p className={styles.failure}>{job.failureReason}</p>
              </Alert>
            )}
            <ProgressPanel
              job={job}
              status={facts.status}
              progress={facts.progress}
              logRead={facts.readings.log}
            />
            {facts.silentSeconds !== undefined && (
              <StatusIndicator type="warning">
                No new line in the log for {formatDuration(facts.silentSeconds)}: the script may hang.
              </StatusIndicator>
            )}
            <AttemptTimeline
              segments={facts.timeline}
              attempts={facts.attempts}
              reading={snapshot.reading}
              now={facts.until}
              simulatedWaits={simulatedSpotMarket}
            />
            <Verdicts verdicts={verdicts} onShowLine={onShowLine} />
            {job.spot && !job.checkpoint && (
              <StatusIndicator type="warning">
                <span className="sd-sentence">
                  This spot job saves no checkpoints: an interruption costs everything it has trained.
                </span>
              </StatusIndicator>
            )}
          </SpaceBetween>
        </Container>
        <MoneyCard
          job={job}
          facts={facts}
          {...(price && { price })}
          {...(billing && { billing })}
          simulated={simulatedSpotMarket}
          onEnterPrice={onEnterPrice}
        />
      </div>
    </div>
  );
};
