'use client';

import Alert from '@cloudscape-design/components/alert';
import Autosuggest from '@cloudscape-design/components/autosuggest';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Form from '@cloudscape-design/components/form';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useRouter } from 'next/navigation';
import { useEffect, useRef, useState } from 'react';
import { afterPause } from '@/components/shell/after-pause';
import { askServer } from '@/components/shell/ask-server';
import { usePrice } from '@/components/shell/use-price';
import { ErrorAlert } from '@/components/shell/error-alert';
import { FormRegion } from '@/components/shell/form-region';
import { useNotifications } from '@/components/shell/notifications';
import { useFollow } from '@/components/shell/use-follow';
import { type ActionError } from '@/lib/errors/action-result';
import { formatUsdPerHour } from '@/lib/training/format';
import { deployInputSchema, endpointNameSchema } from '@/lib/training/hosting';
import { type OnDemandPrice } from '@/lib/training/money/price';
import { type DeployActions, type DeployFields } from './endpoint-actions';

interface DeployPageProps {
  backend: string;
  jobs: readonly string[];
  jobName?: string;
  /** Why the job asked for cannot be deployed. */
  obstacle?: string;
  deployId: string;
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
export const DeployPage = ({
  backend,
  jobs,
  jobName,
  obstacle,
  deployId,
  simulated,
  actions,
}: DeployPageProps) => {
  const router = useRouter();
  const follow = useFollow();
  const notifications = useNotifications();
  const [fields, setFields] = useState<DeployFields>({
    jobName: obstacle === undefined ? (jobName ?? '') : '',
    endpointName: jobName ?? '',
    instanceType: 'ml.m5.large',
    instanceCount: '1',
    deployId,
  });
  const [failure, setFailure] = useState<ActionError>();
  const [shown, setShown] = useState(false);
  const [busy, setBusy] = useState(false);
  const sending = useRef(false);
  const taken = useNameTaken(fields.endpointName, actions.nameFree);
  const price = usePrice(fields.instanceType, actions.price);
  const change = (changes: Partial<DeployFields>) => {
    setFailure(undefined);
    setFields((current) => ({ ...current, ...changes }));
  };
  const parsed = deployInputSchema.safeParse(fields);
  const errorOf = (field: keyof DeployFields): string | undefined => {
    if (failure?.field === field) return failure.message;
    const issue = parsed.error?.issues.find(({ path }) => path[0] === field);
    return shown ? issue?.message : undefined;
  };

  const deploy = async () => {
    setShown(true);
    setFailure(undefined);
    if (!parsed.success || taken || sending.current) return;
    sending.current = true;
    setBusy(true);
    try {
      const result = await actions.deploy(fields);
      if (result.ok) {
        notifications.success({ header: `${result.value.name} is being created` });
        router.push(`/${backend}/endpoints/${result.value.name}`);
      } else setFailure(result.error);
    } catch {
      setFailure({
        code: 'unreachable',
        message:
          'The dashboard did not answer. Is it still running? Trying again creates no second endpoint.',
      });
    } finally {
      sending.current = false;
      setBusy(false);
    }
  };
  const jobChoices = [...new Set([...(obstacle === undefined && jobName ? [jobName] : []), ...jobs])];

  return (
    <ContentLayout header={<Header variant="h1">Deploy a model</Header>}>
      <FormRegion label="Deploy a model">
        <Form
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              <Button variant="link" href={`/${backend}/endpoints`} onFollow={follow}>
                Cancel
              </Button>
              <Button variant="primary" loading={busy} loadingText="Deploying" onClick={() => void deploy()}>
                Deploy
              </Button>
            </SpaceBetween>
          }
        >
          <SpaceBetween size="l">
            {obstacle !== undefined && (
              <Alert type="warning" header={`${jobName ?? 'This job'} cannot be deployed`}>
                {obstacle}
              </Alert>
            )}
            {failure && failure.field === undefined && (
              <ErrorAlert title="The model was not deployed" error={failure} />
            )}
            <Container header={<Header variant="h2">Model</Header>}>
              <FormField
                label="Completed job"
                description="Its model archive is served by the inference image of its framework, or by its own image."
                errorText={errorOf('jobName')}
              >
                <Select
                  selectedOption={fields.jobName === '' ? null : { value: fields.jobName }}
                  options={jobChoices.map((value) => ({ value }))}
                  filteringType="auto"
                  placeholder="Choose a job"
                  empty="No job has completed yet."
                  onChange={({ detail: { selectedOption } }) => {
                    const { value = '' } = selectedOption;
                    const named = fields.endpointName !== '' && fields.endpointName !== fields.jobName;
                    change({ jobName: value, ...(!named && { endpointName: value }) });
                  }}
                />
              </FormField>
            </Container>
            <Container header={<Header variant="h2">Endpoint</Header>}>
              <SpaceBetween size="l">
                <FormField
                  label="Endpoint name"
                  constraintText="Letters, digits and hyphens, up to 63."
                  errorText={
                    errorOf('endpointName') ??
                    (taken
                      ? `There is an endpoint ${fields.endpointName} already. Choose another name.`
                      : undefined)
                  }
                >
                  <Input
                    value={fields.endpointName}
                    onChange={({ detail }) => change({ endpointName: detail.value })}
                  />
                </FormField>
                <FormField
                  label="Instance type"
                  constraintText={
                    <span data-testid="hosting-price">
                      {priceText(price, fields.instanceCount, simulated)}
                    </span>
                  }
                  errorText={errorOf('instanceType')}
                >
                  <Autosuggest
                    value={fields.instanceType}
                    options={hostingTypes.map((value) => ({ value }))}
                    enteredTextLabel={(value) => `Use ${value}`}
                    onChange={({ detail }) => change({ instanceType: detail.value })}
                    empty="No common type matches"
                  />
                </FormField>
                <FormField label="Instances" errorText={errorOf('instanceCount')}>
                  <Input
                    value={fields.instanceCount}
                    inputMode="numeric"
                    onChange={({ detail }) => change({ instanceCount: detail.value })}
                  />
                </FormField>
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
  return `${formatUsdPerHour(price.usdPerHour * instances)} for ${instances === 1 ? 'one instance' : `${instances} instances`}, until the endpoint is deleted (${price.source}${price.asOf ? `, ${price.asOf}` : ''}).${note}`;
};

/** Waits for a pause in typing. */
const pauseMs = 300;

const useNameTaken = (name: string, isFree: DeployActions['nameFree']): boolean => {
  const [known, setKnown] = useState<{ name: string; free: boolean }>();
  useEffect(() => {
    if (!endpointNameSchema.safeParse(name).success) return;
    return afterPause(
      pauseMs,
      () => askServer(() => isFree(name)),
      // What cannot be asked now is answered by the deployment itself.
      (result) => result.ok && setKnown({ name, free: result.value }),
    );
  }, [name, isFree]);
  return known?.name === name && !known.free;
};
