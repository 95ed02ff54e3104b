'use client';

import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import ProgressBar from '@cloudscape-design/components/progress-bar';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useRouter } from 'next/navigation';
import { useEffect, useRef, useState } from 'react';
import { ErrorAlert } from '@/components/shell/error-alert';
import { usePolled } from '@/components/shell/live/use-polled';
import { FormRegion } from '@/components/shell/form-region';
import { type ActionError } from '@/lib/errors/action-result';
import {
  type EvaluationInput,
  evaluationInputSchema,
  type EvaluationProgress,
  parseClassNames,
} from '@/lib/training/evaluation';
import { formatDuration, formatNumber } from '@/lib/training/format';
import { type RequestFormat, requestFormats, requestFormatTitles } from '@/lib/training/request-format';
import { type EvaluationActions } from './endpoint-actions';

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
  const [imagesS3Uri, setImages] = useState(begin?.imagesS3Uri ?? '');
  const [labelsS3Uri, setLabels] = useState(begin?.labelsS3Uri ?? '');
  const [names, setNames] = useState(begin?.classNames.join(', ') ?? '');
  const [format, setFormat] = useState(begin?.format);
  const [failure, setFailure] = useState<ActionError>();
  const [shown, setShown] = useState(false);
  const [busy, setBusy] = useState(false);
  const sending = useRef(false);
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

  const parsed = evaluationInputSchema.safeParse({
    imagesS3Uri,
    labelsS3Uri,
    classNames: parseClassNames(names),
    ...(format && { format }),
  });
  const failed = failure ?? (progress?.state === 'failed' ? progress.error : undefined);
  const errorOf = (field: string): string | undefined => {
    if (failed?.field === field) return failed.message;
    const issue = parsed.error?.issues.find(({ path }) => path[0] === field);
    return shown ? issue?.message : undefined;
  };
  const act = async (
    what: () => Promise<{ ok: true; value: EvaluationProgress } | { ok: false; error: ActionError }>,
  ) => {
    if (sending.current) return;
    sending.current = true;
    setBusy(true);
    setFailure(undefined);
    try {
      const result = await what();
      if (result.ok) tellProgress(result.value);
      else setFailure(result.error);
    } catch {
      setFailure({ code: 'unreachable', message: 'The dashboard did not answer. Is it still running?' });
    } finally {
      sending.current = false;
      setBusy(false);
    }
  };
  const start = () => {
    setShown(true);
    if (parsed.success) void act(() => actions.start(parsed.data, crypto.randomUUID()));
  };

  return (
    <Container
      header={
        <Header
          variant="h2"
          description="Sends .npy images through the endpoint in batches and compares the answers with their labels."
        >
          Evaluate on a test set
        </Header>
      }
    >
      <FormRegion label="Evaluate on a test set">
        <SpaceBetween size="m">
          <FormField
            label="Images"
            stretch
            constraintText=".npy of shape [n, h, w], [n, h, w, c] or [n, pixels], as the model takes them."
            errorText={errorOf('imagesS3Uri')}
          >
            <Input
              value={imagesS3Uri}
              placeholder="s3://bucket/images.npy"
              onChange={({ detail }) => setImages(detail.value)}
            />
          </FormField>
          <FormField
            label="Labels"
            stretch
            constraintText=".npy of one class index an image."
            errorText={errorOf('labelsS3Uri')}
          >
            <Input
              value={labelsS3Uri}
              placeholder="s3://bucket/labels.npy"
              onChange={({ detail }) => setLabels(detail.value)}
            />
          </FormField>
          <FormField
            label="Class names"
            stretch
            constraintText="Separated by commas, in order of class index: 2 to 100."
            errorText={errorOf('classNames')}
          >
            <Input value={names} placeholder="cat, dog" onChange={({ detail }) => setNames(detail.value)} />
          </FormField>
          <FormatField own={ownFormat} format={format} onChange={setFormat} />
          <SpaceBetween size="xs" direction="horizontal">
            <Button
              variant="primary"
              disabled={!ready || running}
              loading={busy && !running}
              loadingText="Starting"
              onClick={start}
            >
              Evaluate
            </Button>
            {running && (
              <Button
                loading={busy}
                loadingText="Cancelling"
                onClick={() => void act(() => actions.cancel(progress.id))}
              >
                Cancel evaluation
              </Button>
            )}
          </SpaceBetween>
          {!ready && (
            <Box color="text-body-secondary">The endpoint can be evaluated once it is in service.</Box>
          )}
          {running && <RunningBar progress={progress} />}
          {progress?.state === 'cancelled' && (
            <Alert type="info">
              Cancelled after {formatNumber(progress.done)} of {formatNumber(progress.of ?? NaN)} images.
              Nothing was kept.
            </Alert>
          )}
          {failed && failed.field === undefined && (
            <ErrorAlert title="The evaluation failed" error={failed} />
          )}
        </SpaceBetween>
      </FormRegion>
    </Container>
  );
};

interface FormatFieldProps {
  own: RequestFormat;
  format: RequestFormat | undefined;
  onChange: (format: RequestFormat | undefined) => void;
}

const FormatField = ({ own, format, onChange }: FormatFieldProps) => {
  const options = [
    { value: 'own', label: `As the image takes it: ${requestFormatTitles[own]}` },
    ...requestFormats.map((value) => ({ value: value as string, label: requestFormatTitles[value] })),
  ];
  return (
    <FormField label="Form of the requests" stretch>
      <Select
        selectedOption={options.find(({ value }) => value === (format ?? 'own')) ?? null}
        options={options}
        onChange={({ detail }) =>
          onChange(requestFormats.find((value) => value === detail.selectedOption.value))
        }
      />
    </FormField>
  );
};

const RunningBar = ({ progress: { done, of, startedAt, input } }: { progress: EvaluationProgress }) => (
  <ProgressBar
    label="Evaluating"
    value={of === undefined ? 0 : (100 * done) / of}
    additionalInfo={
      of === undefined ? 'Reading the test set' : `${formatNumber(done)} of ${formatNumber(of)} images`
    }
    description={`${input.imagesS3Uri}${secondsLeft(done, of, startedAt)}`}
  />
);

const secondsLeft = (done: number, of: number | undefined, startedAt: number): string => {
  if (of === undefined || done === 0) return '';
  const passed = Date.now() - startedAt;
  return ` · about ${formatDuration(((of - done) * passed) / done / 1000)} left`;
};
