'use client';

import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import { useRouter } from 'next/navigation';
import { useState, useTransition } from 'react';
import { AppLink } from '@/components/shell/app-link';
import { ErrorAlert } from '@/components/shell/error-alert';
import { FirstStep } from '@/components/shell/first-step';
import { usePolled } from '@/components/shell/live/use-polled';
import { useNotifications } from '@/components/shell/notifications';
import { Time } from '@/components/shell/time';
import { useFollow } from '@/components/shell/use-follow';
import { type ActionResult } from '@/lib/errors/action-result';
import { type EvaluationSummary } from '@/lib/training/evaluation';
import { formatUsdPerHour } from '@/lib/training/format';
import { capacityText, describeEndpointStatus, type EndpointDetail } from '@/lib/training/hosting';
import { DeleteEndpointModal } from './delete-endpoint-modal';
import { type EndpointList, type PollEndpoints, type RemoveEndpoint } from './endpoint-actions';
import { HourlyCost, stopsCosting } from './endpoint-cost';
import { EndpointStatus } from './endpoint-status';
import { EvaluationsTable } from './evaluations-table';

interface EndpointsPageProps {
  backend: string;
  initial: ActionResult<EndpointList>;
  evaluations: ActionResult<EvaluationSummary[]>;
  /** The backend bills nothing. */
  simulated: boolean;
  poll: PollEndpoints;
  remove: RemoveEndpoint;
}

/** The endpoints of a backend and the evaluations that were kept, those of deleted endpoints too. */
export const EndpointsPage = ({
  backend,
  initial,
  evaluations,
  simulated,
  poll,
  remove,
}: EndpointsPageProps) => {
  const router = useRouter();
  const [retrying, retry] = useTransition();
  const served = initial.ok ? initial.value.endpoints[0]?.name : undefined;
  return (
    <ContentLayout header={<Header variant="h1">Endpoints</Header>}>
      <SpaceBetween size="l">
        {initial.ok ? (
          <EndpointsTable
            backend={backend}
            initial={initial.value}
            simulated={simulated}
            poll={poll}
            remove={remove}
          />
        ) : (
          <ErrorAlert
            title="The endpoints could not be read"
            error={initial.error}
            retrying={retrying}
            onRetry={() => retry(() => router.refresh())}
          />
        )}
        <div id="evaluations">
          <EvaluationsTable
            backend={backend}
            evaluations={evaluations}
            description="Kept in S3 beside each model, so that they outlive their endpoint."
            empty={
              <FirstStep
                title="No model has been evaluated yet"
                action={
                  served === undefined
                    ? { text: 'Deploy a model', href: `/${backend}/endpoints/new` }
                    : { text: `Evaluate ${served}`, href: `/${backend}/endpoints/${served}` }
                }
              >
                An endpoint’s page sends it a test set from S3, and shows what it confuses, or how far off it
                is.
              </FirstStep>
            }
          />
        </div>
      </SpaceBetween>
    </ContentLayout>
  );
};

type EndpointsTableProps = Omit<EndpointsPageProps, 'initial' | 'evaluations'> & { initial: EndpointList };

const EndpointsTable = ({ backend, initial, simulated, poll, remove }: EndpointsTableProps) => {
  const follow = useFollow();
  const notifications = useNotifications();
  const [deleting, setDeleting] = useState<EndpointDetail>();
  const [watching, setWatching] = useState(false);
  const polled = usePolled({
    key: backend,
    look: poll,
    initial: { ok: true, value: initial },
    pauseAfter: ({ value }) =>
      watching || value?.endpoints.some(({ status }) => describeEndpointStatus(status).passing)
        ? 1_500
        : undefined,
  });
  const { value = initial, ask } = polled;
  const { endpoints } = value;
  const trouble = polled.failure ?? value.problem;
  const rates = endpoints.flatMap(({ usdPerHour }) => usdPerHour ?? []);
  const unknown = endpoints.length - rates.length;
  const total = rates.reduce((sum, usd) => sum + usd, 0);
  return (
    <>
      <Table
        items={endpoints}
        trackBy="name"
        ariaLabels={{ tableLabel: 'Endpoints' }}
        wrapLines={false}
        header={
          <Header
            variant="h2"
            counter={
              trouble && endpoints.length === 0 ? undefined : `(${endpoints.length}${value.cut ? '+' : ''})`
            }
            description={
              endpoints.length === 0
                ? 'An endpoint serves a trained model, and costs money until it is deleted.'
                : `Together ${formatUsdPerHour(total)}${unknown > 0 ? ` and ${unknown} of unknown price` : ''}, until they are deleted.${
                    simulated ? ' What AWS would charge: this backend bills nothing.' : ''
                  }`
            }
            actions={
              <SpaceBetween size="xs" direction="horizontal">
                <Button iconName="refresh" ariaLabel="Refresh the endpoints" onClick={() => void ask()} />
                <Button variant="primary" href={`/${backend}/endpoints/new`} onFollow={follow}>
                  Deploy a model
                </Button>
              </SpaceBetween>
            }
          >
            Deployed models
          </Header>
        }
        empty={
          // What was true at the last reading is not said of now: an endpoint costs money.
          trouble ? (
            <Box textAlign="center" color="text-body-secondary">
              What is deployed now could not be read.
            </Box>
          ) : (
            <FirstStep
              title="No endpoints"
              action={{ text: 'Deploy a completed job', href: `/${backend}/endpoints/new` }}
            >
              Nothing is deployed, so nothing costs money here. Deploy the model of a job to ask it, and to
              evaluate it on a test set.
            </FirstStep>
          )
        }
        footer={
          trouble && (
            <ErrorAlert title="The list is not up to date" error={trouble} onRetry={() => void ask()} />
          )
        }
        columnDefinitions={[
          {
            id: 'name',
            header: 'Name',
            isRowHeader: true,
            cell: ({ name }) => <AppLink href={`/${backend}/endpoints/${name}`}>{name}</AppLink>,
          },
          {
            id: 'status',
            header: 'Status',
            cell: ({ status, failureReason }) => (
              <>
                <EndpointStatus status={status} />
                {failureReason && (
                  <Box color="text-status-error" fontSize="body-s">
                    {failureReason}
                  </Box>
                )}
              </>
            ),
          },
          { id: 'age', header: 'Created', cell: ({ createdAt }) => <Time at={createdAt} style="relative" /> },
          {
            id: 'cost',
            header: 'Cost',
            cell: ({ usdPerHour, variants }) => (
              <>
                <HourlyCost usdPerHour={usdPerHour} simulated={simulated} />
                <Box color="text-body-secondary" fontSize="body-s">
                  {capacityText(variants)}
                </Box>
              </>
            ),
          },
          {
            id: 'job',
            header: 'Model of job',
            cell: ({ jobName, model }) =>
              jobName === undefined ? (
                (model?.name ?? '–')
              ) : (
                <AppLink href={`/${backend}/jobs/${jobName}`}>{jobName}</AppLink>
              ),
          },
          {
            id: 'actions',
            header: 'Actions',
            cell: (endpoint) => (
              <Button
                variant="inline-link"
                ariaLabel={`Delete ${endpoint.name}`}
                disabled={describeEndpointStatus(endpoint.status).passing}
                onClick={() => setDeleting(endpoint)}
              >
                Delete
              </Button>
            ),
          },
        ]}
      />
      {deleting && (
        <DeleteEndpointModal
          endpoint={deleting}
          simulated={simulated}
          remove={remove}
          onClose={() => setDeleting(undefined)}
          onDone={() => {
            notifications.success({
              header: `${deleting.name} is being deleted`,
              content: stopsCosting(deleting.usdPerHour, simulated),
            });
            setDeleting(undefined);
            setWatching(true);
            void ask();
          }}
        />
      )}
    </>
  );
};
