import 'server-only';
import { type Backend } from '../aws/backends';
import { describeError } from '../errors/describe-error';
import { inProcess } from '../process/process-memory';
import { nextStep, type Story, storyAfter, type StoryEvent, type StoryStep } from '../training/story';
import { saveStory } from './keep-story';
import { stepsByName, type StepContext } from './story-steps';

/** A story that this process plays. */
interface Player {
  story: Story;
  abort: AbortController;
  /** Settles when it plays no more. */
  ended: Promise<void>;
}

const players = () => inProcess('stories', () => new Map<string, Player>());
const keyOf = ({ slug }: Backend, id: string) => `${slug} ${id}`;
const beatMs = 15_000;

export const playerOf = (backend: Backend, id: string): Player | undefined =>
  players().get(keyOf(backend, id));

/** Plays from the first step that is not done. A story that this process plays already goes on as it is. */
export const playStory = (backend: Backend, story: Story): Player => {
  const existing = playerOf(backend, story.id);
  if (existing) return existing;
  const player: Player = { story, abort: new AbortController(), ended: Promise.resolve() };
  players().set(keyOf(backend, story.id), player);
  player.ended = play(backend, player).finally(() => players().delete(keyOf(backend, story.id)));
  return player;
};

const play = async (backend: Backend, player: Player): Promise<void> => {
  const { signal } = player.abort;
  // One write after the other: the last is the newest.
  let saved: Promise<unknown> = Promise.resolve();
  const take = (event: StoryEvent): Promise<unknown> => {
    player.story = storyAfter(player.story, event);
    const { story } = player;
    saved = saved
      .then(() => saveStory(backend, story))
      .catch((error: unknown) => console.error(`story ${story.id} could not be kept:`, error));
    return saved;
  };
  const beat = setInterval(() => void take({ kind: 'played', at: Date.now() }), beatMs);
  try {
    for (let step = nextStep(player.story); step; step = nextStep(player.story)) {
      await take({ kind: 'step-began', step, at: Date.now() });
      if (!(await playStep(backend, player, step, take))) break;
    }
  } finally {
    clearInterval(beat);
    if (signal.aborted) void take({ kind: 'stopped', at: Date.now() });
    await saved;
  }
};

/** @returns whether it is done */
const playStep = async (
  backend: Backend,
  player: Player,
  step: StoryStep,
  take: (event: StoryEvent) => Promise<unknown>,
): Promise<boolean> => {
  const { signal } = player.abort;
  const context: StepContext = {
    slug: backend.slug,
    story: player.story,
    signal,
    say: (says, links) =>
      void take({ kind: 'step-says', step, at: Date.now(), says, ...(links && { links }) }),
  };
  try {
    signal.throwIfAborted();
    const { says, links } = await stepsByName[step](context);
    await take({ kind: 'step-done', step, at: Date.now(), says, ...(links && { links }) });
    return true;
  } catch (error) {
    if (!signal.aborted)
      await take({ kind: 'step-failed', step, at: Date.now(), reason: describeError(error).message });
    return false;
  }
};
