'use client';

import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import ContentLayout from '@cloudscape-design/components/content-layout';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import { useSending } from '@/components/forms/use-sending';
import { askServer } from '@/components/shell/ask-server';
import { ErrorAlert } from '@/components/shell/error-alert';
import { actsAtOnce } from '@/components/shell/early-presses';
import { FormRegion } from '@/components/shell/form-region';
import { useNotifications } from '@/components/shell/notifications';
import { type ActionResult } from '@/lib/errors/action-result';
import { type Difference } from '@/lib/training/carried-over';
import { type LaunchDraft } from '@/lib/training/launch-draft';
import { uriOfPlace } from '@/lib/training/s3-listing';
import { S3ActionsContext } from './browse/s3-actions';
import { DifferenceList } from './difference-list';
import { DraftBar } from './drafts/draft-bar';
import { useDrafts } from './drafts/use-drafts';
import { AdvancedSection } from './advanced-section';
import { ComputeSection } from './compute-section';
import { ExampleDataSection } from './example-data-section';
import { type LaunchActions, type OriginChoice } from './launch-actions';
import { type ChosenFile, launchFormData } from './launch-form-data';
import { FurtherSection } from './further-section';
import { LaunchConfirm } from './launch-confirm';
import { LaunchSummary } from './launch-summary';
import { DataSection, HyperparametersSection, MoreSection } from './list-sections';
import { MetricsSection } from './metrics-section';
import { NetworkSection } from './network-section';
import { ProposalsSection } from './proposals/proposals-section';
import { type LaunchTarget, RequestPanel } from './request-panel';
import { SourceSection } from './source-section';
import { SpotSection } from './spot-section';
import styles from './launch-page.module.css';
import { useLaunchForm } from './use-launch-form';
import { isWhole } from './upload/upload-state';
import { UploadsContext, useUploads } from './upload/use-uploads';
import { StandInSection } from './stand-in-section';
import { usePriceLookup } from '@/components/shell/use-price';
import { useStandIn } from './use-stand-in';

interface LaunchPageProps {
  backend: string;
  initial: LaunchDraft;
  /** What is not as in the job that the form is begun from. */
  differences: readonly Difference[];
  /** Drawn on the server once per form: two launches with the same id are one job. */
  launchId: string;
  origin: string;
  origins: readonly OriginChoice[];
  target: LaunchTarget;
  /** What could not be read, a sentence each. */
  unread: readonly string[];
  actions: LaunchActions;
}

/** The launch form. */
export const LaunchPage = ({
  backend,
  initial,
  differences,
  launchId: drawnId,
  origin,
  origins,
  target,
  unread,
  actions,
}: LaunchPageProps) => {
  const [files, setFiles] = useState<ChosenFile[]>([]);
  const uploads = useUploads(backend);
  const upload = uploads?.upload;
  const whole = upload !== undefined && isWhole(upload);
  const form = useLaunchForm({
    initial,
    region: target.region,
    bucket: target.bucket,
    hasFiles: files.length > 0,
    preflight: actions.preflight,
    uploadingTo: upload && !whole ? uriOfPlace(upload) : undefined,
  });
  const { lookAgain } = form;
  useEffect(() => {
    // What preflight found missing is there now.
    if (whole) lookAgain();
  }, [whole, lookAgain]);
  const priceLookup = usePriceLookup(form.values.instanceType, actions.price);
  const { price } = priceLookup;
  const standIn = useStandIn(form.values, actions.standIns);
  const drafts = useDrafts({ backend, form, files, setFiles, origin, launchId: drawnId });
  const { from, launchId } = drafts.current;
  const [compared, setCompared] = useState({ origin, differences });
  const sending = useSending();
  const router = useRouter();
  const notifications = useNotifications();

  const send = (
    what: 'launch' | 'verify',
    act: (data: FormData) => Promise<ActionResult<{ name: string }>>,
  ) =>
    sending.run(what, async () => {
      if (!form.attempt()) {
        // What was looked up may be otherwise by now.
        form.lookAgain();
        return;
      }
      const result = await askServer(() => act(launchFormData(form.values, launchId, files)), noAnswer);
      if (!result.ok) return form.refuse(result.error);
      const { name } = result.value;
      if (what === 'launch') {
        drafts.finish();
        notifications.success({ header: `${name} is launched` });
        router.push(`/${backend}/jobs/${name}`);
      } else {
        notifications.success({
          header: `${name} runs on the local backend, for one epoch`,
          link: { href: `/local/jobs/${name}`, text: 'Watch it' },
        });
      }
    });

  const [asking, setAsking] = useState(false);
  /** Money is spent by AWS's own endpoint alone: there it is asked for once more. */
  const launch = () => {
    if (target.endpointUrl !== undefined) void send('launch', actions.launch);
    else if (form.attempt()) setAsking(true);
    else form.lookAgain();
  };

  const labelOf = (value: string) => origins.find((each) => each.value === value)?.label ?? value;
  const begin = (value: string) =>
    sending.run('begin', async () => {
      const take = form.awaitDraft();
      drafts.ask();
      const result = await askServer(() => actions.draftFrom(value));
      if (!result.ok) {
        drafts.stay();
        return form.refuse(result.error);
      }
      const { initial: start } = result.value;
      setCompared({ origin: value, differences: result.value.differences });
      drafts.begin(value, start, `The form begins from ${labelOf(value)} now.`);
      // Files that were chosen meanwhile are of the form that stands.
      if (take(start).source === start.source) setFiles([]);
    });

  return (
    <ContentLayout header={<Header variant="h1">Launch a training job</Header>}>
      <FormRegion label="Launch a training job">
        <div className={styles.columns}>
          <UploadsContext value={uploads}>
            <S3ActionsContext value={actions.s3}>
              <SpaceBetween size="l">
                {unread.length > 0 && (
                  <Alert
                    type="warning"
                    header="Some of what fills this form could not be read"
                    action={<Button onClick={() => router.refresh()}>Try again</Button>}
                  >
                    {unread.map((sentence) => (
                      <div key={sentence}>{sentence}</div>
                    ))}
                    The fields are yours to fill in; what you type stays.
                  </Alert>
                )}
                <FormField label="Begin from">
                  <Select
                    selectedOption={{ value: from, label: labelOf(from) }}
                    options={grouped(origins)}
                    filteringType="auto"
                    onChange={({ detail }) => void begin(detail.selectedOption.value ?? 'scratch')}
                    statusType={sending.what === 'begin' ? 'loading' : 'finished'}
                  />
                </FormField>
                <DraftBar drafts={drafts} />
                {compared.origin === from && (
                  <DifferenceList differences={compared.differences} of={labelOf(from)} />
                )}
                <SourceSection form={form} files={files} onFiles={setFiles} />
                <ProposalsSection
                  form={form}
                  files={form.values.source.kind === 'upload' ? files : noFiles}
                  onFiles={setFiles}
                  begun={initial.image}
                />
                <SpotSection form={form} bucket={target.bucket} />
                <HyperparametersSection form={form} />
                <DataSection form={form} bucket={target.bucket} roles={actions.roles}>
                  {from.startsWith('example:') && (
                    <ExampleDataSection
                      example={from.slice('example:'.length)}
                      actions={actions.data}
                      onReady={form.lookAgain}
                    />
                  )}
                </DataSection>
                <ComputeSection
                  form={form}
                  price={priceLookup}
                  offers={actions.offers}
                  quota={actions.quota}
                />
                <MetricsSection form={form} />
                <SpaceBetween key={`${from} ${launchId}`} size="l">
                  <NetworkSection form={form} network={actions.network} keys={actions.keys} />
                  <AdvancedSection form={form} />
                  <MoreSection form={form} />
                  <FurtherSection form={form} />
                </SpaceBetween>
                <RequestPanel input={form.input} target={target} launchId={launchId} />
              </SpaceBetween>
            </S3ActionsContext>
          </UploadsContext>
          <div className={styles.summary}>
            <LaunchSummary form={form} price={price}>
              {form.failure && <ErrorAlert error={form.failure} />}
              <div {...actsAtOnce}>
                <SpaceBetween direction="horizontal" size="xs">
                  <Button
                    variant="primary"
                    loading={sending.what === 'launch'}
                    loadingText="Launching"
                    onClick={launch}
                  >
                    Launch
                  </Button>
                  <Button
                    loading={sending.what === 'verify'}
                    loadingText="Launching locally"
                    disabled={sending.what === 'launch'}
                    onClick={() => void send('verify', actions.verifyLocally)}
                  >
                    Verify locally for one epoch
                  </Button>
                </SpaceBetween>
              </div>
              {/* Below what is pressed: it comes a moment later, and must not move it. */}
              <StandInSection {...standIn} actions={actions.standIns} />
            </LaunchSummary>
          </div>
        </div>
      </FormRegion>
      {asking && (
        <LaunchConfirm
          draft={form.values}
          region={target.region}
          price={price}
          {...(priceLookup.failure !== undefined && { priceFailure: priceLookup.failure })}
          billing={actions.billing}
          onClose={() => setAsking(false)}
          onConfirm={() => {
            setAsking(false);
            void send('launch', actions.launch);
          }}
        />
      )}
    </ContentLayout>
  );
};

const noFiles: ChosenFile[] = [];

const grouped = (origins: readonly OriginChoice[]) =>
  [...new Set(origins.map(({ group }) => group))].map((label) => ({
    label,
    options: origins
      .filter(({ group }) => group === label)
      .map(({ value, label: name, description }) => ({
        value,
        label: name,
        ...(description !== undefined && { description }),
      })),
  }));

const noAnswer = 'The dashboard did not answer. Is it still running? Trying again creates no second job.';
