'use client';

import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { KeyValues } from '@/components/shell/key-values';
import { AppLink } from '@/components/shell/app-link';
import { CopyText } from '@/components/shell/copy-text';
import { ErrorAlert } from '@/components/shell/error-alert';
import { usePolled } from '@/components/shell/live/use-polled';
import { useNotifications } from '@/components/shell/notifications';
import { usePageMadeAt } from '@/components/shell/reader-clock';
import { Time } from '@/components/shell/time';
import { useNow } from '@/components/shell/use-now';
import { type ActionResult } from '@/lib/errors/action-result';
import {
  type Evaluation,
  type EvaluationInput,
  type EvaluationProgress,
  type EvaluationSummary,
} from '@/lib/training/evaluation';
import { capacityText, describeEndpointStatus, type EndpointDetail } from '@/lib/training/hosting';
import { DeleteEndpointModal } from './delete-endpoint-modal';
import { type EvaluationActions, type LoadCellImages, type RemoveEndpoint } from './endpoint-actions';
import { costSoFar, HourlyCost, stopsCosting } from './endpoint-cost';
import { EndpointStatus } from './endpoint-status';
import { requestFormatOf } from '@/lib/training/request-format';
import { EvaluatePanel } from './evaluate-panel';
import { EvaluationResult } from './evaluation-result';
import { EvaluationsTable } from './evaluations-table';

interface EndpointPageProps {
  backend: string;
  initial: EndpointDetail;
  simulated: boolean;
  defaults?: EvaluationInput;
  progress: EvaluationProgress | null;
  evaluations: ActionResult<EvaluationSummary[]>;
  /** The newest kept evaluation of the endpoint's model. */
  latest?: Evaluation;
  /** Bound to the latest evaluation. */
  loadImages: LoadCellImages;
  /** Null once the endpoint is gone. */
  poll: () => Promise<ActionResult<EndpointDetail | null>>;
  remove: RemoveEndpoint;
  evaluation: EvaluationActions;
}

/** One endpoint: what it is, what it costs, and how good its model is. */
export const EndpointPage = (props: EndpointPageProps) => {
  const { backend, initial, simulated, latest } = props;
  const router = useRouter();
  const notifications = useNotifications();
  const [deleting, setDeleting] = useState(false);
  const { value, failure, ask, tell } = usePolled<EndpointDetail | null>({
    key: initial.name,
    look: props.poll,
    initial: { ok: true, value: initial },
    pauseAfter: ({ value: shownEndpoint }) =>
      shownEndpoint && describeEndpointStatus(shownEndpoint.status).passing ? 1_500 : undefined,
  });
  const endpoint = value ?? initial;
  const gone = value === null;
  return (
    <ContentLayout
      header={
        <Header
          variant="h1"
          actions={
            <Button disabled={gone || endpoint.status === 'Deleting'} onClick={() => setDeleting(true)}>
              Delete
            </Button>
          }
        >
          {endpoint.name}
        </Header>
      }
    >
      <SpaceBetween size="l">
        {gone && (
          <Alert type="success" header="The endpoint is deleted">
            It costs nothing any more. Its evaluations are kept on the endpoints page.{' '}
            <AppLink href={`/${backend}/endpoints`}>Go to the endpoints</AppLink>
          </Alert>
        )}
        {failure && (
          <ErrorAlert title="The status is not up to date" error={failure} onRetry={() => void ask()} />
        )}
        {!gone && endpoint.failureReason && (
          <Alert type="error" header="The endpoint failed">
            {endpoint.failureReason}
          </Alert>
        )}
        {!gone && <Facts backend={backend} endpoint={endpoint} simulated={simulated} />}
        {!gone && (
          <EvaluatePanel
            ready={endpoint.status === 'InService'}
            ownFormat={requestFormatOf(endpoint.model?.image)}
            initial={props.progress}
            actions={props.evaluation}
            {...(props.defaults && { defaults: props.defaults })}
          />
        )}
        {latest && (
          <EvaluationResult
            key={latest.id}
            backend={backend}
            evaluation={latest}
            loadImages={props.loadImages}
            linked
          />
        )}
        <EvaluationsTable
          backend={backend}
          evaluations={props.evaluations}
          description="Of this endpoint's model, kept in S3 beside it."
          empty="This model has not been evaluated yet."
        />
      </SpaceBetween>
      {deleting && (
        <DeleteEndpointModal
          endpoint={endpoint}
          simulated={simulated}
          remove={props.remove}
          onClose={() => setDeleting(false)}
          onDone={() => {
            setDeleting(false);
            tell({ ...endpoint, status: 'Deleting' });
            notifications.success({
              header: `${endpoint.name} is being deleted`,
              content: stopsCosting(endpoint.usdPerHour, simulated),
            });
            router.push(`/${backend}/endpoints`);
          }}
        />
      )}
    </ContentLayout>
  );
};

const Facts = ({
  backend,
  endpoint,
  simulated,
}: {
  backend: string;
  endpoint: EndpointDetail;
  simulated: boolean;
}) => {
  const now = useNow(10_000, usePageMadeAt());
  const { model, jobName, variants } = endpoint;
  return (
    <Container header={<Header variant="h2">Endpoint</Header>}>
      <KeyValues
        columns={3}
        items={[
          { label: 'Status', value: <EndpointStatus status={endpoint.status} /> },
          {
            label: simulated ? 'Cost on AWS (this backend bills nothing)' : 'Cost',
            value: <HourlyCost usdPerHour={endpoint.usdPerHour} simulated={simulated} />,
          },
          { label: 'Cost so far', value: costSoFar(endpoint.usdPerHour, endpoint.createdAt, now) },
          {
            label: 'Model of job',
            value:
              jobName === undefined ? '–' : <AppLink href={`/${backend}/jobs/${jobName}`}>{jobName}</AppLink>,
          },
          {
            label: 'Instances',
            value: capacityText(variants),
          },
          { label: 'Created', value: <Time at={endpoint.createdAt} /> },
          { label: 'Configuration', value: endpoint.configName ?? '–' },
          {
            label: 'Image',
            value: model?.image === undefined ? '–' : <CopyText text={model.image} label="Image" />,
          },
          {
            label: 'Model archive',
            value:
              model?.archiveS3Uri === undefined ? (
                '–'
              ) : (
                <CopyText text={model.archiveS3Uri} label="Model archive" />
              ),
          },
        ]}
      />
    </Container>
  );
};
