'use client';

import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import { formatBytes } from '@/lib/training/format';
import { type StandInDescription, type StandInState } from '@/lib/training/stand-in';
import { type StandInActions } from './launch-actions';
import { StandInList } from './stand-in-list';
import { type StandInView } from './use-stand-in';

const indicators: Record<StandInState, { type: StatusIndicatorProps.Type; text: string }> = {
  ready: { type: 'success', text: 'Installed' },
  own: { type: 'success', text: 'Your own' },
  missing: { type: 'pending', text: 'Not installed yet: the first job that needs it installs it' },
  building: { type: 'loading', text: 'Being installed' },
  failed: { type: 'error', text: 'Could not be installed' },
  impossible: { type: 'error', text: 'Nothing can stand in' },
};

interface StandInSectionProps extends StandInView {
  actions: StandInActions;
}

/** What runs in place of the image: whether it is there, how big it is, a way to install it now, and all that is there. */
export const StandInSection = ({ standIn, failure, build, look, actions }: StandInSectionProps) => {
  if (failure !== undefined) {
    return (
      <Alert type="warning" action={<Button onClick={() => void look()}>Ask again</Button>}>
        What stands in for the image is not known. {failure}
      </Alert>
    );
  }
  if (!standIn) return null;
  return (
    <SpaceBetween size="s">
      <div role="group" aria-label="Runs locally in" data-testid="stand-in">
        <SpaceBetween size="xxs">
          <Box variant="awsui-key-label">Runs locally in</Box>
          <span className="sd-sentence">{standIn.sentence}</span>
          <Standing standIn={standIn} build={build} />
        </SpaceBetween>
      </div>
      <StandInList actions={actions} changed={standIn.state} onRemoved={look} />
    </SpaceBetween>
  );
};

const Standing = ({ standIn, build }: Pick<StandInView, 'build'> & { standIn: StandInDescription }) => {
  const { type, text } = indicators[standIn.state];
  const canBuild = standIn.state === 'missing' || standIn.state === 'failed';
  return (
    <>
      <div aria-live="polite">
        <StatusIndicator type={type}>
          <span className="sd-sentence">{`${text}${sizeOf(standIn)}`}</span>
        </StatusIndicator>
      </div>
      {standIn.state === 'building' && (
        <Box variant="small" color="text-body-secondary">
          <span className="sd-sentence">{standIn.lines.at(-1) ?? 'It waits for another installation.'}</span>
        </Box>
      )}
      {standIn.state === 'failed' && standIn.reason !== undefined && (
        <Box color="text-status-error">
          <span className="sd-sentence">{standIn.reason}</span>
        </Box>
      )}
      {canBuild && (
        <Button variant="inline-link" onClick={() => void build()}>
          {standIn.state === 'failed' ? 'Try again' : 'Build it now'}
        </Button>
      )}
    </>
  );
};

const sizeOf = ({ state, bytes }: StandInDescription): string => {
  if (bytes === undefined || state === 'failed') return '';
  return state === 'ready' ? `, ${formatBytes(bytes)}` : `, about ${formatBytes(bytes)}`;
};
