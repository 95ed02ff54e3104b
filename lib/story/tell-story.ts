import 'server-only';
import { z } from 'zod';
import { SpotdeckError } from '../errors/spotdeck-error';
import { readExample } from '../source/list-examples';
import { exampleSizes } from '../source/place-example';
import { newStory, type Story, storyAfter, storyNow, storySteps } from '../training/story';
import { defineUseCase } from '../use-cases/define-use-case';
import { addressText, nothing } from '../use-cases/name-inputs';
import { loadStory, newestStoryId, saveStory } from './keep-story';
import { playerOf, playStory } from './play-story';

const storyInput = z.strictObject({ id: addressText });

/** Begins to play the story of an example, and answers at once. @throws {SpotdeckError} not-found, access-denied … */
export const beginStory = defineUseCase({
  name: 'begin-story',
  input: z.strictObject({ example: addressText, size: z.literal(exampleSizes) }),
  access: 'operate',
  changes: true,
  subject: (asked) => asked,
  run: async ({ backend, clock }, { example, size }): Promise<Story> => {
    await readExample(example);
    const at = clock.now();
    const stamp = new Date(at).toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '-');
    const story = newStory({ id: `${example.slice(0, 24)}-${stamp}`, example, size }, at);
    await saveStory(backend, story);
    return playStory(backend, story).story;
  },
});

/** How far it is. @throws {SpotdeckError} not-found */
export const readStory = defineUseCase({
  name: 'read-story',
  input: storyInput,
  access: 'watch',
  changes: false,
  run: async ({ backend, clock }, { id }): Promise<Story> =>
    playerOf(backend, id)?.story ?? storyNow(await loadStory(backend, id), clock.now()),
});

/** The story that was begun last; null where there was none. */
export const newestStory = defineUseCase({
  name: 'newest-story',
  input: nothing,
  access: 'watch',
  changes: false,
  run: async ({ backend, clock }): Promise<Story | null> => {
    const id = await newestStoryId(backend);
    if (id === undefined) return null;
    return playerOf(backend, id)?.story ?? storyNow(await loadStory(backend, id), clock.now());
  },
});

/** Plays no further; jobs and endpoints that were begun go on. @throws {SpotdeckError} not-found, conflict */
export const stopStory = defineUseCase({
  name: 'stop-story',
  input: storyInput,
  access: 'operate',
  changes: true,
  subject: ({ id }) => ({ story: id }),
  run: async ({ backend, clock }, { id }): Promise<Story> => {
    const player = playerOf(backend, id);
    if (!player) {
      const story = storyNow(await loadStory(backend, id), clock.now());
      if (story.state !== 'playing') return story;
      throw new SpotdeckError('conflict', 'This story is played by another Spotdeck: stop it there.');
    }
    player.abort.abort(new Error('stopped'));
    await player.ended;
    return player.story;
  },
});

/** Plays on, or again from a step. @throws {SpotdeckError} not-found; conflict while it is played */
export const resumeStory = defineUseCase({
  name: 'resume-story',
  input: storyInput.extend({ from: z.enum(storySteps).optional() }),
  access: 'operate',
  changes: true,
  subject: ({ id, from }) => ({ story: id, from }),
  run: async ({ backend, clock }, { id, from }): Promise<Story> => {
    const story = storyNow(playerOf(backend, id)?.story ?? (await loadStory(backend, id)), clock.now());
    if (story.state === 'playing') {
      throw new SpotdeckError('conflict', 'This story is being played. Stop it first.');
    }
    const again = storyAfter(story, { kind: 'resumed', at: clock.now(), ...(from && { from }) });
    return playStory(backend, again).story;
  },
});
