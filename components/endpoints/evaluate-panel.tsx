'use client';

import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import ProgressBar from '@cloudscape-design/components/progress-bar';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useRouter } from 'next/navigation';
import { useEffect, useRef } from 'react';
import { useSending } from '@/components/forms/use-sending';
import { askServer } from '@/components/shell/ask-server';
import { ErrorAlert } from '@/components/shell/error-alert';
import { usePolled } from '@/components/shell/live/use-polled';
import { actsAtOnce } from '@/components/shell/early-presses';
import { FormRegion } from '@/components/shell/form-region';
import { type ActionError } from '@/lib/errors/action-result';
import { type EvaluationInput, type EvaluationProgress } from '@/lib/training/evaluation';
import { formatDuration, formatNumber } from '@/lib/training/format';
import { type RequestFormat } from '@/lib/training/request-format';
import { type EvaluationActions } from './endpoint-actions';
import { EvaluationFields } from './evaluation-fields';
import { useEvaluationForm } from './use-evaluation-form';

interface EvaluatePanelProps {
  /** The endpoint answers requests. */
  ready: boolean;
  /** What the container takes, by its image. */
  ownFormat: RequestFormat;
  defaults?: EvaluationInput;
  initial: EvaluationProgress | null;
  actions: EvaluationActions;
}

/** Evaluates the endpoint on a test set, shows how far it is, and can end it. */
export const EvaluatePanel = ({ ready, ownFormat, defaults, initial, actions }: EvaluatePanelProps) => {
  const router = useRouter();
  const begin = initial?.input ?? defaults;
  const form = useEvaluationForm(begin);
  const sending = useSending();
  const { value: progress, tell: tellProgress } = usePolled({
    key: 'progress',
    look: actions.progress,
    initial: { ok: true, value: initial },
    pauseAfter: ({ value }) => (value?.state === 'running' ? 1_000 : undefined),
  });
  const running = progress?.state === 'running';
  // The page's own parts come from S3: they are read again once a result is there.
  const before = useRef(progress?.state);
  useEffect(() => {
    if (before.current === 'running' && progress?.state === 'completed') router.refresh();
    before.current = progress?.state;
  }, [progress?.state, router]);

  const { refuse } = form;
  // The evaluation that this page shows may have failed by what a field holds.
  const error = progress?.state === 'failed' ? progress.error : undefined;
  useEffect(() => {
    if (error) refuse(error, { focus: false });
  }, [error, refuse]);
  const act = (
    name: string,
    what: () => Promise<{ ok: true; value: EvaluationProgress } | { ok: false; error: ActionError }>,
  ) =>
    sending.run(name, async () => {
      const result = await askServer(what);
      if (result.ok) tellProgress(result.value);
      else form.refuse(result.error);
    });
  const start = () => {
    const input = form.attempt();
    if (input) void act('start', () => actions.start(input, crypto.randomUUID()));
  };

  return (
    <Container
      header={
        <Header
          variant="h2"
          description="Sends a test set through the endpoint in batches and compares the answers with its labels."
        >
          Evaluate on a test set
        </Header>
      }
    >
      <FormRegion label="Evaluate on a test set">
        <SpaceBetween size="m">
          <EvaluationFields form={form} ownFormat={ownFormat} />
          <div {...actsAtOnce}>
            <SpaceBetween size="xs" direction="horizontal">
              <Button
                variant="primary"
                disabled={!ready || running}
                loading={sending.what === 'start' && !running}
                loadingText="Starting"
                onClick={start}
              >
                Evaluate
              </Button>
              {running && (
                <Button
                  loading={sending.what === 'cancel'}
                  loadingText="Cancelling"
                  onClick={() => void act('cancel', () => actions.cancel(progress.id))}
                >
                  Cancel evaluation
                </Button>
              )}
            </SpaceBetween>
          </div>
          {!ready && (
            <Box color="text-body-secondary">The endpoint can be evaluated once it is in service.</Box>
          )}
          {running && <RunningBar progress={progress} />}
          {progress?.state === 'cancelled' && (
            <Alert type="info">
              Cancelled after {formatNumber(progress.done)} of {formatNumber(progress.of ?? NaN)} examples.
              Nothing was kept.
            </Alert>
          )}
          {form.failure && <ErrorAlert title="The evaluation failed" error={form.failure} />}
        </SpaceBetween>
      </FormRegion>
    </Container>
  );
};

const RunningBar = ({ progress: { done, of, startedAt, input } }: { progress: EvaluationProgress }) => (
  <ProgressBar
    label="Evaluating"
    value={of === undefined ? 0 : (100 * done) / of}
    additionalInfo={
      of === undefined ? 'Reading the test set' : `${formatNumber(done)} of ${formatNumber(of)} examples`
    }
    description={`${input.imagesS3Uri}${secondsLeft(done, of, startedAt)}`}
  />
);

const secondsLeft = (done: number, of: number | undefined, startedAt: number): string => {
  if (of === undefined || done === 0) return '';
  const passed = Date.now() - startedAt;
  return ` · about ${formatDuration(((of - done) * passed) / done / 1000)} left`;
};
