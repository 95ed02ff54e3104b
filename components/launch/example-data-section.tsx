'use client';

import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import ProgressBar from '@cloudscape-design/components/progress-bar';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useCallback } from 'react';
import { useFollowed } from '@/components/shell/use-followed';
import { type ExampleDataActions } from './launch-actions';

interface ExampleDataSectionProps {
  example: string;
  actions: ExampleDataActions;
  /** The data is there now, which was not. */
  onReady: () => void;
}

/** The data of an example that has to be prepared: whether it is there, and a way to prepare it. */
export const ExampleDataSection = ({ example, actions, onReady }: ExampleDataSectionProps) => {
  const describe = useCallback(async () => {
    const result = await actions.describe(example);
    if (result.ok && result.value?.state === 'ready') onReady();
    return result;
  }, [actions, example, onReady]);
  const { value, failure, ask } = useFollowed(example, describe, (data) => data?.state === 'preparing');
  const prepare = () => void ask(() => actions.prepare(example));
  if (failure) {
    return (
      <Alert type="warning" action={<Button onClick={() => void ask()}>Ask again</Button>}>
        Whether the example’s data is there is not known. {failure.message}
      </Alert>
    );
  }
  if (!value) return null;
  return (
    <div role="group" aria-label="Data of the example" aria-live="polite">
      <SpaceBetween size="xs">
        <Box variant="awsui-key-label">Data of the example</Box>
        <span className="sd-sentence">{value.origin}.</span>
        {value.state === 'ready' && <StatusIndicator type="success">It is there</StatusIndicator>}
        {value.state === 'preparing' && (
          <ProgressBar value={Math.round(100 * (value.share ?? 0))} label={value.step ?? 'Beginning'} />
        )}
        {value.state === 'failed' && (
          <StatusIndicator type="error">
            <span className="sd-sentence">{value.reason}</span>
          </StatusIndicator>
        )}
        {(value.state === 'missing' || value.state === 'failed') && (
          <Button onClick={prepare}>{value.state === 'failed' ? 'Try again' : 'Prepare the data'}</Button>
        )}
      </SpaceBetween>
    </div>
  );
};
