'use client';

import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import { AppLink } from '@/components/shell/app-link';
import { actsAtOnce } from '@/components/shell/early-presses';
import { formatDuration } from '@/lib/training/format';
import {
  type StepRecord,
  type Story,
  type StoryStep,
  storySteps,
  storyStepTitles,
} from '@/lib/training/story';
import styles from './story-steps.module.css';

interface StoryStepsProps {
  story: Story;
  backend: string;
  /** Plays again from a step; absent while that cannot be asked for. */
  onAgain?: (from: StoryStep) => void;
}

/** Each step with what happened, and links to what it made. */
export const StorySteps = ({ story, backend, onAgain }: StoryStepsProps) => (
  <ol className={styles.steps} aria-label="Steps" aria-live="polite">
    {storySteps.map((step) => {
      const record = story.steps[step];
      const { type, text } = standing(record, story.state);
      return (
        <li key={step} data-testid={`step-${step}`}>
          <SpaceBetween size="xxs">
            <h3 className={styles.title}>{storyStepTitles[step]}</h3>
            <StatusIndicator type={type}>{text}</StatusIndicator>
            {record.says !== undefined && <p className={styles.says}>{record.says}</p>}
            {(record.links.length > 0 || onAgain) && (
              <div className={styles.links} {...actsAtOnce}>
                {record.links.map(({ text: label, href }) => (
                  <AppLink key={href} href={href.startsWith('/') ? href : `/${backend}/${href}`}>
                    {label}
                  </AppLink>
                ))}
                {onAgain && record.state !== 'waiting' && step !== 'interruption' && (
                  <Button
                    variant="inline-link"
                    ariaLabel={`Play again from: ${storyStepTitles[step]}`}
                    onClick={() => onAgain(step)}
                  >
                    Again from here
                  </Button>
                )}
              </div>
            )}
          </SpaceBetween>
        </li>
      );
    })}
  </ol>
);

const standing = (
  { state, startedAt, endedAt }: StepRecord,
  story: Story['state'],
): { type: StatusIndicatorProps.Type; text: string } => {
  switch (state) {
    case 'waiting':
      return { type: 'pending', text: 'Not yet' };
    case 'running':
      return story === 'playing'
        ? { type: 'in-progress', text: 'Under way' }
        : { type: 'stopped', text: 'Stopped' };
    case 'done': {
      const took =
        startedAt === undefined || endedAt === undefined
          ? ''
          : ` in ${formatDuration((endedAt - startedAt) / 1000)}`;
      return { type: 'success', text: `Done${took}` };
    }
    case 'failed':
      return { type: 'error', text: 'Failed' };
  }
};
