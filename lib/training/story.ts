/**
 * The whole story of an example, played by Spotdeck: which step is where, what came of each, and what follows from an
 * event. Pure; who plays it is in lib/story.
 */
import { z } from 'zod';
import { recordOf } from './keyed';

export const storySteps = [
  'data',
  'verify',
  'baseline',
  'spot',
  'interruption',
  'savings',
  'deploy',
  'clean-up',
] as const;
export type StoryStep = (typeof storySteps)[number];

export const storyStepTitles: Readonly<Record<StoryStep, string>> = {
  data: 'Prepare the data',
  verify: 'Verify the script locally for one epoch',
  baseline: 'Train on demand, as a baseline',
  spot: 'Train on spot, with checkpoints',
  interruption: 'Lose the instance, and resume',
  savings: 'Read the savings',
  deploy: 'Deploy the model, and evaluate it',
  'clean-up': 'Delete the endpoint',
};

const linkSchema = z.object({ text: z.string(), href: z.string() });
export type StoryLink = z.output<typeof linkSchema>;

const stepSchema = z.object({
  state: z.enum(['waiting', 'running', 'done', 'failed']),
  /** Tries of this step: each has names of its own. */
  tries: z.number().int(),
  startedAt: z.number().optional(),
  endedAt: z.number().optional(),
  /** What happened, in a sentence; while it runs, what is going on. */
  says: z.string().optional(),
  links: z.array(linkSchema),
});
export type StepRecord = z.output<typeof stepSchema>;

export const storySchema = z.object({
  version: z.literal(1),
  /** Begins the names of all that it makes. */
  id: z.string().regex(/^[a-z0-9](-?[a-z0-9]){1,39}$/),
  example: z.string(),
  size: z.enum(['full', 'smoke']),
  startedAt: z.number(),
  state: z.enum(['playing', 'stopped', 'failed', 'completed']),
  /** When its player was last heard of. */
  playedAt: z.number(),
  steps: z.record(z.enum(storySteps), stepSchema),
});
export type Story = z.output<typeof storySchema>;

/** Times in ms since the epoch. */
export type StoryEvent =
  | { kind: 'step-began'; step: StoryStep; at: number }
  | { kind: 'step-says'; step: StoryStep; at: number; says: string; links?: StoryLink[] }
  | { kind: 'step-done'; step: StoryStep; at: number; says: string; links?: StoryLink[] }
  | { kind: 'step-failed'; step: StoryStep; at: number; reason: string }
  | { kind: 'stopped'; at: number }
  | { kind: 'played'; at: number }
  /** From the first step that is not done, or again from one that was. */
  | { kind: 'resumed'; at: number; from?: StoryStep };

const waiting = (tries = 0): StepRecord => ({ state: 'waiting', tries, links: [] });

export const newStory = (of: Pick<Story, 'id' | 'example' | 'size'>, at: number): Story => ({
  version: 1,
  ...of,
  startedAt: at,
  playedAt: at,
  state: 'playing',
  steps: recordOf(storySteps, () => waiting()),
});

/** What is to be played next; undefined where all is done. */
export const nextStep = (story: Story): StoryStep | undefined =>
  storySteps.find((step) => story.steps[step].state !== 'done');

export const storyAfter = (before: Story, event: StoryEvent): Story => {
  const story = { ...before, playedAt: event.at };
  const withStep = (step: StoryStep, change: Partial<StepRecord>): Story => ({
    ...story,
    steps: { ...story.steps, [step]: { ...story.steps[step], ...change } },
  });
  switch (event.kind) {
    case 'step-began': {
      const { state, tries } = story.steps[event.step];
      // One that was under way when its player went is the same try: what it made is found again.
      const same = state === 'running' && tries > 0;
      return withStep(event.step, {
        state: 'running',
        tries: same ? tries : tries + 1,
        ...(!same && { startedAt: event.at, links: [], says: undefined }),
        endedAt: undefined,
      });
    }
    case 'step-says':
      return withStep(event.step, { says: event.says, ...(event.links && { links: event.links }) });
    case 'step-done': {
      const done = withStep(event.step, {
        state: 'done',
        says: event.says,
        endedAt: event.at,
        ...(event.links && { links: event.links }),
      });
      return nextStep(done) === undefined ? { ...done, state: 'completed' } : done;
    }
    case 'step-failed':
      return {
        ...withStep(event.step, { state: 'failed', says: event.reason, endedAt: event.at }),
        state: 'failed',
      };
    case 'stopped':
      return story.state === 'playing' ? { ...story, state: 'stopped' } : before;
    case 'played':
      return story;
    case 'resumed':
      return { ...resetFrom(story, event.from), state: 'playing' };
  }
};

/** The step and all after it wait again; spot and its interruption are one job, so they go together. */
const resetFrom = (story: Story, from: StoryStep | undefined): Story => {
  if (from === undefined) return story;
  const first = storySteps.indexOf(from === 'interruption' ? 'spot' : from);
  return {
    ...story,
    steps: recordOf(storySteps, (step, index) =>
      index < first ? story.steps[step] : waiting(story.steps[step].tries),
    ),
  };
};

/** A player that was not heard of for this long is gone, and with it its server. */
const goneAfterMs = 60_000;

/** The story as it stands for a reader: one whose player is gone is stopped, and can be resumed. */
export const storyNow = (story: Story, now: number): Story =>
  story.state === 'playing' && now - story.playedAt > goneAfterMs ? { ...story, state: 'stopped' } : story;

/** Name of what a step makes: another one for each try. At most 63 characters. */
export const nameInStory = ({ id, steps }: Story, step: StoryStep, what: string): string => {
  const { tries } = steps[step];
  return `${id}-${what}${tries > 1 ? `-${tries}` : ''}`;
};
