import { render, screen, within } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { type JobFiles } from '@/lib/training/job-files';
import { launchersOf } from '@/lib/training/launched-by';
import { launchedTogether } from '@/lib/training/launched-together';
import { type TrainingJob } from '@/lib/training/training-job';
import { parseJobQuery } from '@/lib/urls/job-list';
import { sampleJob } from '@/testing/dashboard/sample-job';
import { Configuration } from './configuration';
import { LaunchedBy } from './launched-by';
import { LeftFiles } from './left-files';

vi.mock('next/navigation', () => ({ useRouter: () => ({ push: () => {} }) }));

const arn = 'arn:aws:sagemaker:eu-west-1:123456789012:';
const execution = `${arn}pipeline/p/execution/x`;
const never = () => new Promise<never>(() => undefined);

const show = (change: Partial<TrainingJob> = {}) => {
  const job = sampleJob(0, change);
  return within(
    render(
      <Configuration job={job} base="/local/jobs/mnist-1" running={false} files={never} describe={never} />,
    ).container,
  );
};

it.each([false, true])(
  'leads to each file that is there, and says that there is none, running: %s',
  async (running) => {
    const s3Uri = 's3://bucket/mnist-1/output/model.tar.gz';
    const listed = (files: JobFiles['files']) =>
      render(
        <LeftFiles
          base="/local/jobs/mnist-1"
          running={running}
          files={async () => ({ ok: true, value: { files, cut: false } })}
        />,
      );
    const { unmount } = listed([{ path: 'model.tar.gz', s3Uri, sizeBytes: 12 }]);
    const link = await screen.findByRole('link', { name: 'Download model.tar.gz' });
    expect(link.getAttribute('href')).toBe(`/local/jobs/mnist-1/file?uri=${encodeURIComponent(s3Uri)}`);
    expect(link.hasAttribute('download')).toBe(true);
    unmount();
    listed([]);
    expect(
      await screen.findByText(running ? /when the training has ended/ : /has left no model and no output/),
    ).toBeTruthy();
  },
);

const fact = (shown: ReturnType<typeof show>, label: string) =>
  shown.getByText(label).parentElement?.parentElement?.textContent;

it('tells type, count and name of each instance group', () => {
  const shown = show({
    instanceType: 'ml.c5.xlarge + 2 × ml.g5.xlarge',
    instanceCount: 3,
    instanceGroups: [
      { name: 'feeders', instanceType: 'ml.c5.xlarge', instanceCount: 1 },
      { name: 'trainers', instanceType: 'ml.g5.xlarge', instanceCount: 2 },
    ],
  });
  expect(fact(shown, 'Instance')).toContain('feeders: 1 × ml.c5.xlarge, trainers: 2 × ml.g5.xlarge');
});

it('says of a serverless job that it is one, and of no type that it has it', () => {
  const { instanceType: _, instanceCount: __, ...job } = sampleJob(0);
  const serverless = { jobType: 'FineTuning', technique: 'DPO' };
  const shown = within(
    render(
      <Configuration
        job={{ ...job, spot: false, serverless }}
        base="/m"
        running={false}
        files={never}
        describe={never}
      />,
    ).container,
  );
  expect(fact(shown, 'Capacity')).toContain('Serverless: FineTuning, DPO');
  expect(fact(shown, 'Instance')).toContain('chosen by SageMaker');
});

it.each([
  [true, 'https://eu-west-1.console.aws.amazon.com/sagemaker/home?region=eu-west-1#/hyper-tuning-jobs/t-1'],
  [false, null],
])('leads to what launched a job only where AWS’s console has it: %s', (inConsole, url) => {
  const job = sampleJob(0, {
    tuningJobArn: 'arn:aws:sagemaker:eu-west-1:123456789012:hyper-parameter-tuning-job/t-1',
    tags: {
      'sagemaker:pipeline-execution-arn': 'arn:aws:sagemaker:eu-west-1:1:pipeline/p/execution/x',
    },
  });
  const shown = render(<LaunchedBy backend="eu-west-1" job={job} inConsole={inConsole} />).container;
  expect(shown.textContent).toContain('launched by hyperparameter tuning job t-1');
  expect(shown.textContent).toContain(', in pipeline p (jobs of this execution)');
  expect(shown.querySelector('a[target=_blank]')?.getAttribute('href') ?? null).toBe(url);
});

it.each([
  ['jobs of this execution', { tags: { 'sagemaker:pipeline-execution-arn': execution } }],
  ['attempts of this name', { name: `AWSBatchmy-job${'0a'.repeat(16)}` }],
  ['jobs named like it', { name: 'reviews-dpp0-1-0a0b', autoMlJobArn: `${arn}automl-job/reviews-of-2026` }],
])('leads to the list of the %s', (words, change) => {
  const job = sampleJob(0, change);
  const shown = within(render(<LaunchedBy backend="eu-west-1" job={job} inConsole />).container);
  const href = shown.getByRole('link', { name: words }).getAttribute('href') ?? '';
  const { filters } = parseJobQuery(
    Object.fromEntries(
      [...new Set(new URL(href, 'http://a').searchParams.keys())].map((key) => [
        key,
        new URL(href, 'http://a').searchParams.getAll(key),
      ]),
    ),
  );
  const [launcher] = launchersOf(job);
  expect(href).toMatch(/^\/eu-west-1\/jobs\?/);
  expect(filters).toMatchObject({ ...launchedTogether(launcher!, job)?.filters, archived: 'shown' });
});
