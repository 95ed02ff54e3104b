import 'server-only';
import { parseS3Uri } from '../aws/objects';
import { backendCapabilities } from '../backends/backend-capabilities';
import { SpotdeckError } from '../errors/spotdeck-error';
import { interruptJob } from '../jobs/interrupt-job';
import { readJob } from '../jobs/read-job';
import { launchDraft } from '../launch/launch-draft';
import { launchJob } from '../launch/launch-job';
import { interruptionCount } from '../training/attempts';
import { plannedEpochs } from '../training/hyperparameters';
import { type JobSnapshot } from '../training/job-snapshot';
import { defaultCheckpointUri, isEpochCount, type LaunchDraft, oneEpochOf } from '../training/launch-draft';
import { launchInputSchema } from '../training/launch-input';
import { firstPosition, positionLabel } from '../training/resume-points';
import { describeStatus, isTerminal } from '../training/status';
import { nameInStory, type StoryLink } from '../training/story';
import { type TrainingModel } from '../training-log/model';
import { runUseCase } from '../use-cases/run-use-case';
import { type StepContext, type StepOutcome } from './story-steps';
import { idOf, readEndedJob, waitUntil } from './story-waits';

/** The example's draft in the story's size, as a form would begin with. */
const openDraft = ({ story: { example, size } }: StepContext, slug: string): Promise<LaunchDraft> =>
  runUseCase(launchDraft, slug, { kind: 'example', example, size });

/** Asking again for a job of this name finds it. */
const launch = (slug: string, draft: LaunchDraft): Promise<unknown> =>
  runUseCase(launchJob, slug, { ...draft, launchId: idOf(draft.name) });

const linkTo = (slug: string, own: string, name: string): StoryLink => ({
  text: `Job ${name}`,
  href: slug === own ? `jobs/${name}` : `/${slug}/jobs/${name}`,
});

const tags = [{ key: 'scenario', value: 'story' }];
const onDemand = { spot: false, maxWaitSeconds: undefined, checkpoint: undefined, tags };

/** Waits for the end, and says how it goes. @throws {SpotdeckError} where the job ends otherwise than completed */
const completed = async (
  { signal, say }: StepContext,
  slug: string,
  name: string,
  link: StoryLink,
): Promise<JobSnapshot> => {
  await waitUntil(signal, async () => {
    const { job } = await runUseCase(readJob, slug, { name });
    say(`${describeStatus(job).label}: ${name}`, [link]);
    return isTerminal(job.status) ? job : undefined;
  });
  const snapshot = await readEndedJob(slug, name, signal);
  const { outcome, label } = describeStatus(snapshot.job);
  if (outcome !== 'completed') {
    const [reason = 'its log says why'] = (snapshot.job.failureReason ?? '').split('\n').filter(Boolean);
    throw new SpotdeckError('conflict', `${name} ended as ${label}: ${reason}`);
  }
  return snapshot;
};

export const verifyStep = async (context: StepContext): Promise<StepOutcome> => {
  const name = nameInStory(context.story, 'verify', 'verify');
  const draft = await openDraft(context, 'local');
  const input = oneEpochOf(launchInputSchema.parse({ ...draft, ...onDemand, name }));
  await runUseCase(launchJob, 'local', { ...input, name, launchId: idOf(name) });
  const link = linkTo('local', context.slug, name);
  await completed(context, 'local', name, link);
  return { says: 'The script ran for one epoch on the local backend, to its end.', links: [link] };
};

export const baselineStep = async (context: StepContext): Promise<StepOutcome> => {
  const { slug, story } = context;
  const name = nameInStory(story, 'baseline', 'on-demand');
  await launch(slug, { ...(await openDraft(context, slug)), ...onDemand, name });
  const link = linkTo(slug, slug, name);
  const { job } = await completed(context, slug, name, link);
  const { trainingSeconds } = job;
  const length = trainingSeconds === undefined ? 'to its end' : `in ${trainingSeconds} s of training`;
  return { says: `Trained on demand ${length}.`, links: [link] };
};

const spotDraft = async (context: StepContext, name: string): Promise<LaunchDraft> => {
  const draft = await openDraft(context, context.slug);
  const { bucket } = parseS3Uri(draft.outputS3Uri);
  return { ...draft, name, tags, checkpoint: { s3Uri: defaultCheckpointUri(bucket, name) } };
};

/**
 * Launches the spot job. Where an instance can be taken away, that is ordered for after half of the epochs; elsewhere this
 * is the first of two jobs on one checkpoint prefix, as AWS's example set has it, and trains to its end.
 */
export const spotStep = async (context: StepContext): Promise<StepOutcome> => {
  const { slug, story, signal } = context;
  const name = nameInStory(story, 'spot', 'spot');
  const draft = await spotDraft(context, name);
  const { interrupt } = await runUseCase(backendCapabilities, slug, {});
  await launch(slug, draft);
  const link = linkTo(slug, slug, name);
  if (!interrupt) {
    await completed(context, slug, name, link);
    return {
      says: `The first run trained to its end, with checkpoints below ${draft.checkpoint?.s3Uri}.`,
      links: [link],
    };
  }
  const { job } = await runUseCase(readJob, slug, { name });
  if (interruptionCount(job) === 0 && !isTerminal(job.status)) {
    const afterEpoch = Math.max(1, Math.ceil((plannedEpochs(job) ?? 2) / 2));
    await runUseCase(interruptJob, slug, { name, afterEpoch, capacityWaitSeconds: 3 });
  }
  context.say('It trains on spot.', [link]);
  await waitUntil(signal, async () => {
    const now = (await runUseCase(readJob, slug, { name })).job;
    return (
      now.secondaryStatus === 'Training' || interruptionCount(now) > 0 || isTerminal(now.status) || undefined
    );
  });
  return { says: `It trains on spot, with checkpoints below ${draft.checkpoint?.s3Uri}.`, links: [link] };
};

/** Says where training was taken up again. @throws {SpotdeckError} where it was not */
export const interruptionStep = async (context: StepContext): Promise<StepOutcome> => {
  const { slug, story } = context;
  const first = nameInStory(story, 'spot', 'spot');
  const { interrupt } = await runUseCase(backendCapabilities, slug, {});
  if (!interrupt) return secondRun(context, first);
  const link = linkTo(slug, slug, first);
  const { job } = await completed(context, slug, first, link);
  const lost = interruptionCount(job);
  if (lost === 0)
    throw new SpotdeckError('conflict', `${first} ended before its instance could be taken away.`);
  const lastResume = ({ resumes }: TrainingModel) =>
    resumes.at(-1)?.verdict === 'resumed' ? resumes.at(-1)?.at : undefined;
  return {
    says: `The instance was taken away, and ${await tookUp(context, first, lastResume)}`,
    links: [link],
  };
};

/** The job that trained last: the second run, where no instance can be taken away. */
export const findLastJob = async ({ slug, story }: StepContext): Promise<string> => {
  const { interrupt } = await runUseCase(backendCapabilities, slug, {});
  return interrupt ? nameInStory(story, 'spot', 'spot') : nameInStory(story, 'interruption', 'second-run');
};

/** Twice the epochs on the same prefix, as AWS's example set has it: AWS has no call that takes an instance away. */
const secondRun = async (context: StepContext, first: string): Promise<StepOutcome> => {
  const { slug, story } = context;
  const name = nameInStory(story, 'interruption', 'second-run');
  const draft = await spotDraft(context, first);
  const hyperparameters = draft.hyperparameters.map((entry) =>
    isEpochCount(entry.name) ? { ...entry, value: String(2 * Number(entry.value)) } : entry,
  );
  await launch(slug, { ...draft, name, hyperparameters });
  const link = linkTo(slug, slug, name);
  await completed(context, slug, name, link);
  return {
    says: `A second run on the same checkpoints: ${await tookUp(context, name, firstPosition)}`,
    links: [link],
  };
};

/** The log is read a moment after the job's end. */
const maxLooks = 30;

/** @param positionIn undefined while the log does not show it */
const tookUp = (
  { slug, signal }: StepContext,
  name: string,
  positionIn: (model: TrainingModel) => number | undefined,
): Promise<string> => {
  let looks = 0;
  return waitUntil(signal, async () => {
    const { reading } = await runUseCase(readJob, slug, { name });
    const position = positionIn(reading);
    if (position !== undefined) return `training was taken up again at ${positionLabel(position, reading)}.`;
    looks += 1;
    if (looks < maxLooks) return undefined;
    throw new SpotdeckError('conflict', `${name} completed, but its log does not show that it resumed.`);
  });
};
