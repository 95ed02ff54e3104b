import 'server-only';
import { evaluateEndpoint } from '../endpoints/evaluate-endpoint';
import { evaluationDefaults } from '../endpoints/evaluation-defaults';
import { deleteEndpoint } from '../endpoints/delete-endpoint';
import { deployJob } from '../endpoints/deploy-job';
import { describeEndpoint } from '../endpoints/describe-endpoint';
import { isNotFound, SpotdeckError } from '../errors/spotdeck-error';
import { describeExampleData, prepareExampleData } from '../launch/example-data';
import { trainingPrice } from '../launch/training-price';
import { evaluationPath, evaluationSentence } from '../training/evaluation';
import { describeEndpointStatus } from '../training/hosting';
import { formatUsd } from '../training/format';
import { billedTimeOf, jobMoneyOf } from '../training/money/job-money';
import { nameInStory, type Story, type StoryLink, type StoryStep } from '../training/story';
import { runUseCase } from '../use-cases/run-use-case';
import { baselineStep, interruptionStep, findLastJob, spotStep, verifyStep } from './story-jobs';
import { idOf, readEndedJob, waitUntil } from './story-waits';

export interface StepContext {
  /** Of the backend that the story is played on. */
  slug: string;
  story: Story;
  signal: AbortSignal;
  /** Tells what is going on. */
  say(sentence: string, links?: StoryLink[]): void;
}

export interface StepOutcome {
  says: string;
  links?: StoryLink[];
}

type Step = (context: StepContext) => Promise<StepOutcome>;

/** The data must be on the backend, and on the local one, where the script is verified. */
const dataStep: Step = async ({ slug, story: { example, size }, signal, say }) => {
  let says = 'The example needs no data of its own.';
  for (const backend of new Set(['local', slug])) {
    const described = await runUseCase(describeExampleData, backend, { example, size });
    if (described === null) continue;
    if (described.state !== 'ready') await runUseCase(prepareExampleData, backend, { example, size });
    await waitUntil(signal, async () => {
      const data = await runUseCase(describeExampleData, backend, { example, size });
      if (data?.state === 'failed')
        throw new SpotdeckError('unreachable', data.reason ?? 'It could not be prepared.');
      if (data?.state === 'preparing')
        say(`${data.step ?? 'Beginning'}: ${Math.floor(100 * (data.share ?? 0))} %`);
      return data?.state === 'ready' ? data : undefined;
    });
    says = `${described.origin}. It lies below ${described.s3Uri}.`;
  }
  return { says };
};

/** What spot was billed, beside what the baseline was. */
const savingsStep: Step = async ({ slug, story, signal }) => {
  const readMoney = async (name: string) => {
    const { job } = await readEndedJob(slug, name, signal);
    const { instanceType = '' } = job;
    const price = await runUseCase(trainingPrice, slug, { instanceType });
    return jobMoneyOf(billedTimeOf(job, undefined), price?.usdPerHour);
  };
  const { usdPaid: paid } = await readMoney(nameInStory(story, 'baseline', 'on-demand'));
  const { sageMakerShare, usdPaid } = await readMoney(nameInStory(story, 'spot', 'spot'));
  const share =
    sageMakerShare === undefined
      ? 'What spot saved is not known'
      : `Managed spot training savings, as SageMaker counts them: ${(100 * sageMakerShare).toFixed(1)} %`;
  const cost =
    usdPaid === undefined || paid === undefined
      ? 'There is no price for this instance type'
      : `Spot cost ${formatUsd(usdPaid)}, the baseline on demand ${formatUsd(paid)}`;
  return { says: `${share}. ${cost}.`, links: [{ text: 'Savings', href: 'savings' }] };
};

const deployStep: Step = async (context) => {
  const { slug, story, signal, say } = context;
  const jobName = await findLastJob(context);
  const name = nameInStory(story, 'deploy', 'endpoint');
  const links: StoryLink[] = [{ text: `Endpoint ${name}`, href: `endpoints/${name}` }];
  await runUseCase(deployJob, slug, {
    jobName,
    endpointName: name,
    instanceType: 'ml.m5.large',
    instanceCount: 1,
    deployId: idOf(name),
  });
  say('The endpoint is being created.', links);
  const endpoint = await waitUntil(signal, async () => {
    const described = await runUseCase(describeEndpoint, slug, { name });
    return describeEndpointStatus(described.status).passing ? undefined : described;
  });
  if (endpoint.status !== 'InService') {
    const reason = endpoint.failureReason ?? 'it gave no reason';
    throw new SpotdeckError('conflict', `Endpoint ${name} is ${endpoint.status}: ${reason}`);
  }
  const input = await runUseCase(evaluationDefaults, slug, { name: jobName });
  if (!input)
    return {
      says: 'The model is in service. The example has no test set to evaluate it on.',
      links,
    };
  say('The model is in service, and answers the test set.', links);
  const evaluation = await runUseCase(evaluateEndpoint, slug, { ...input, name });
  return {
    says: evaluationSentence(evaluation),
    links: [
      ...links,
      {
        text: evaluation.rmse === undefined ? 'Confusion matrix' : 'Evaluation',
        href: `endpoints/${evaluationPath(evaluation)}`,
      },
    ],
  };
};

const cleanUpStep: Step = async ({ slug, story, signal, say }) => {
  const name = nameInStory(story, 'deploy', 'endpoint');
  try {
    await runUseCase(deleteEndpoint, slug, { name });
    say('The endpoint is being deleted.');
    await waitUntil(signal, async () => {
      await runUseCase(describeEndpoint, slug, { name });
      return undefined;
    });
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
  return {
    says: `Endpoint ${name} is gone and costs nothing. Jobs, checkpoints, model and evaluation stay.`,
  };
};

export const stepsByName: Readonly<Record<StoryStep, Step>> = {
  data: dataStep,
  verify: verifyStep,
  baseline: baselineStep,
  spot: spotStep,
  interruption: interruptionStep,
  savings: savingsStep,
  deploy: deployStep,
  'clean-up': cleanUpStep,
};
