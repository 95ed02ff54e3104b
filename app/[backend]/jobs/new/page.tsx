import { ServedPage } from '@/app/served-page';
import { LaunchFailure } from '@/components/launch/launch-failure';
import { LaunchPage } from '@/components/launch/launch-page';
import { LaunchSkeleton } from '@/components/launch/launch-skeleton';
import { openLaunchForm } from '@/lib/launch/open-launch-form';
import { exampleChoices } from '@/lib/launch/launch-draft';
import { runAction } from '@/lib/server/run-action';
import { runUseCase } from '@/lib/use-cases/run-use-case';
import {
  beginningOfUpload,
  readBilling,
  bucketsPage,
  beginStandIn,
  cancelOfUpload,
  deleteStandIn,
  draftFrom,
  endOfUpload,
  exampleData,
  installedStandIns,
  launch,
  lookUpPrice,
  objectsPage,
  listKeys,
  listNetworks,
  listOffers,
  partsOfUpload,
  planOfUpload,
  preflight,
  prepareData,
  readQuota,
  listRoles,
  showStandIn,
  verifyLocally,
} from './actions';
import { originValue, readOrigin } from './search-params';
import { UploadFrame } from './upload-frame';

interface PageProps {
  params: Promise<{ backend: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export const metadata = { title: 'Launch a training job' };

const LaunchForm = async ({ params, searchParams }: PageProps) => {
  const { backend } = await params;
  const examples = await runUseCase(exampleChoices, backend, {});
  const origin = readOrigin(
    await searchParams,
    examples.map(({ name }) => name),
  );
  const form = await runAction(openLaunchForm, backend, origin);
  if (!form.ok) return <LaunchFailure error={form.error} />;
  const current = originValue(origin);
  const origins = [
    ...examples.map(({ name, title, description }) => ({
      value: `example:${name}`,
      label: title,
      description,
      group: 'Examples' as const,
    })),
    { value: 'scratch', label: 'From scratch', description: 'Your own script', group: 'Your own' as const },
    ...(origin.kind === 'job'
      ? [
          {
            value: current,
            label: `Job ${origin.job}`,
            description: descriptionOf(origin.purpose),
            group: 'Your own' as const,
          },
        ]
      : []),
    ...form.value.recent
      .filter(({ name }) => current !== `clone:${name}`)
      .map(({ name, instanceType }) => ({
        value: `clone:${name}`,
        label: `Job ${name}`,
        description: `The same again${instanceType === undefined ? '' : `, on ${instanceType}`}`,
        group: 'Recent jobs' as const,
      })),
  ];
  return (
    <UploadFrame
      backend={backend}
      actions={{
        plan: planOfUpload.bind(null, backend),
        begin: beginningOfUpload.bind(null, backend),
        resume: partsOfUpload.bind(null, backend),
        finish: endOfUpload.bind(null, backend),
        cancel: cancelOfUpload.bind(null, backend),
      }}
    >
      <LaunchPage
        key={current}
        backend={backend}
        origin={current}
        origins={origins}
        initial={form.value.initial}
        differences={form.value.differences}
        launchId={form.value.launchId}
        target={form.value.target}
        unread={form.value.unread}
        actions={{
          draftFrom: draftFrom.bind(null, backend),
          preflight: preflight.bind(null, backend),
          billing: readBilling.bind(null, backend),
          quota: readQuota.bind(null, backend),
          roles: listRoles.bind(null, backend),
          network: listNetworks.bind(null, backend),
          keys: listKeys.bind(null, backend),
          offers: listOffers.bind(null, backend),
          price: lookUpPrice.bind(null, backend),
          standIns: {
            describe: showStandIn.bind(null, backend),
            build: beginStandIn.bind(null, backend),
            list: installedStandIns.bind(null, backend),
            remove: deleteStandIn.bind(null, backend),
          },
          s3: { listBuckets: bucketsPage.bind(null, backend), listObjects: objectsPage.bind(null, backend) },
          data: { describe: exampleData.bind(null, backend), prepare: prepareData.bind(null, backend) },
          launch: launch.bind(null, backend),
          verifyLocally: verifyLocally.bind(null, backend),
        }}
      />
    </UploadFrame>
  );
};

const descriptionOf = (purpose: 'clone' | 'continue' | 'on-demand' | 'verify'): string =>
  ({
    clone: 'The same again, with a checkpoint prefix of its own',
    continue: 'Goes on from its checkpoints',
    'on-demand': 'The same on demand, as a baseline',
    verify: 'The same for one epoch',
  })[purpose];

const NewJobPage = (props: PageProps) => (
  <ServedPage skeleton={<LaunchSkeleton />} content={LaunchForm(props)} />
);

export default NewJobPage;
