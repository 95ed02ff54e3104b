'use client';

import Alert from '@cloudscape-design/components/alert';
import Autosuggest from '@cloudscape-design/components/autosuggest';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Form from '@cloudscape-design/components/form';
import Header from '@cloudscape-design/components/header';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useRouter } from 'next/navigation';
import { useState, useTransition } from 'react';
import { Field, TextField } from '@/components/forms/field';
import { useSending } from '@/components/forms/use-sending';
import { askServer } from '@/components/shell/ask-server';
import { usePrice } from '@/components/shell/use-price';
import { ErrorAlert } from '@/components/shell/error-alert';
import { AppLink } from '@/components/shell/app-link';
import { FirstStep } from '@/components/shell/first-step';
import { actsAtOnce } from '@/components/shell/early-presses';
import { FormRegion } from '@/components/shell/form-region';
import { useNotifications } from '@/components/shell/notifications';
import { useFollow } from '@/components/shell/use-follow';
import { formatUsdPerHour } from '@/lib/training/format';
import { type OnDemandPrice, usdPerHourOf } from '@/lib/training/money/price';
import { type DeployActions, type OpenedDeployForm } from './endpoint-actions';
import { useDeployForm } from './use-deploy-form';

interface DeployPageProps {
  backend: string;
  /** What the form opens with. */
  opened: OpenedDeployForm;
  simulated: boolean;
  actions: DeployActions;
}

const hostingTypes = [
  'ml.t2.medium',
  'ml.m5.large',
  'ml.m5.xlarge',
  'ml.c5.large',
  'ml.c5.xlarge',
  'ml.g4dn.xlarge',
  'ml.g5.xlarge',
];

/** The form that deploys a job's model. */
export const DeployPage = ({ backend, opened, simulated, actions }: DeployPageProps) => {
  const { jobName, deployId } = opened;
  const router = useRouter();
  const [retrying, retry] = useTransition();
  const [{ jobs, isReading, obstacle, unread }, setOpened] = useState<OpenedDeployForm>(opened);
  /** In place: a page that is opened anew would lose what is typed. */
  const askAgain = () =>
    retry(async () => {
      const result = await askServer(actions.open);
      if (result.ok) setOpened(result.value);
    });
  const follow = useFollow();
  const notifications = useNotifications();
  const form = useDeployForm(
    {
      jobName: obstacle === undefined ? (jobName ?? '') : '',
      endpointName: jobName ?? '',
      instanceType: 'ml.m5.large',
      instanceCount: '1',
      deployId,
    },
    actions,
  );
  const { values: fields, change } = form;
  const sending = useSending();
  const price = usePrice(fields.instanceType, actions.price);
  const deploy = () =>
    sending.run('deploy', async () => {
      if (!form.attempt()) return;
      const result = await askServer(() => actions.deploy(form.values), noAnswer);
      if (!result.ok) return form.refuse(result.error);
      notifications.success({ header: `${result.value.name} is being created` });
      router.push(`/${backend}/endpoints/${result.value.name}`);
    });
  const areJobsUnread = jobs.length === 0 && unread.length > 0;
  if (jobs.length === 0 && !isReading && !areJobsUnread && jobName === undefined)
    return (
      <ContentLayout header={<Header variant="h1">Deploy a model</Header>}>
        <FirstStep
          title="No job has completed yet"
          action={{ text: 'Launch a job', href: `/${backend}/jobs/new` }}
          other={<AppLink href={`/${backend}/jobs`}>See the jobs there are</AppLink>}
        >
          A model is what a completed training job leaves behind. Train one, then deploy it here or from its
          page.
        </FirstStep>
      </ContentLayout>
    );
  const jobChoices = [...new Set([...(obstacle === undefined && jobName ? [jobName] : []), ...jobs])];

  return (
    <ContentLayout header={<Header variant="h1">Deploy a model</Header>}>
      <FormRegion label="Deploy a model">
        <Form
          actions={
            <div {...actsAtOnce}>
              <SpaceBetween direction="horizontal" size="xs">
                <Button variant="link" href={`/${backend}/endpoints`} onFollow={follow}>
                  Cancel
                </Button>
                <Button
                  variant="primary"
                  loading={sending.what === 'deploy'}
                  loadingText="Deploying"
                  onClick={() => void deploy()}
                >
                  Deploy
                </Button>
              </SpaceBetween>
            </div>
          }
        >
          <SpaceBetween size="l">
            {unread.map(({ what, error }) => (
              <ErrorAlert
                key={what}
                title={`Could not read ${what}`}
                error={error}
                retrying={retrying}
                onRetry={askAgain}
              >
                {' The fields are yours to fill in; what you type stays.'}
              </ErrorAlert>
            ))}
            {obstacle !== undefined && (
              <Alert type="warning" header={`${jobName ?? 'This job'} cannot be deployed`}>
                {obstacle}
              </Alert>
            )}
            {form.failure && <ErrorAlert title="The model was not deployed" error={form.failure} />}
            <Container header={<Header variant="h2">Model</Header>}>
              <Field
                form={form}
                path="jobName"
                label="Completed job"
                description="Its model archive is served by the inference image of its framework, or by its own image."
              >
                <Select
                  selectedOption={fields.jobName === '' ? null : { value: fields.jobName }}
                  options={jobChoices.map((value) => ({ value }))}
                  filteringType="auto"
                  placeholder="Choose a job"
                  empty={
                    areJobsUnread
                      ? 'The completed jobs could not be read.'
                      : isReading
                        ? 'The jobs are still being read. Reload the page.'
                        : 'No job has completed yet.'
                  }
                  onChange={({ detail: { selectedOption } }) => {
                    const { value = '' } = selectedOption;
                    const named = fields.endpointName !== '' && fields.endpointName !== fields.jobName;
                    change({ jobName: value, ...(!named && { endpointName: value }) });
                  }}
                />
              </Field>
            </Container>
            <Container header={<Header variant="h2">Endpoint</Header>}>
              <SpaceBetween size="l">
                <TextField
                  form={form}
                  name="endpointName"
                  label="Endpoint name"
                  constraintText="Letters, digits and hyphens, up to 63."
                />
                <Field
                  form={form}
                  path="instanceType"
                  label="Instance type"
                  constraintText={
                    <span data-testid="hosting-price">
                      {priceText(price, fields.instanceCount, simulated)}
                    </span>
                  }
                >
                  <Autosuggest
                    value={fields.instanceType}
                    options={hostingTypes.map((value) => ({ value }))}
                    enteredTextLabel={(value) => `Use ${value}`}
                    onChange={({ detail }) => change({ instanceType: detail.value })}
                    onBlur={() => form.touch('instanceType')}
                    empty="No common type matches"
                  />
                </Field>
                <TextField form={form} name="instanceCount" label="Instances" inputMode="numeric" />
              </SpaceBetween>
            </Container>
          </SpaceBetween>
        </Form>
      </FormRegion>
    </ContentLayout>
  );
};

const priceText = (price: OnDemandPrice | null | undefined, count: string, simulated: boolean): string => {
  if (price === undefined) return 'Looking up the price…';
  if (price === null) return 'The price of hosting on this type is not known.';
  const instances = /^[1-9]\d{0,2}$/.test(count) ? Number(count) : 1;
  const note = simulated ? ' This backend bills nothing: it is what AWS would charge.' : '';
  return `${formatUsdPerHour(usdPerHourOf(instances, price.usdPerHour))} for ${instances === 1 ? 'one instance' : `${instances} instances`}, until the endpoint is deleted (${price.source}${price.asOf ? `, ${price.asOf}` : ''}).${note}`;
};

const noAnswer =
  'The dashboard did not answer. Is it still running? Trying again creates no second endpoint.';
