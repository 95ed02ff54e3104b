/** Plays the whole story of one example, as the page _The whole story_ does, and says in a terminal what happens. */
import { setTimeout as delay } from 'node:timers/promises';
import { exampleChoices } from '../../lib/launch/launch-draft';
import { beginStory, readStory } from '../../lib/story/tell-story';
import { type Story, storySteps, storyStepTitles } from '../../lib/training/story';
import { runUseCase } from '../../lib/use-cases/run-use-case';

const pollMs = 500;

/**
 * @param url of the dashboard
 * @returns whether the story came to its end
 * @throws Error, where there is no such example | {SpotdeckError}
 */
export const playExample = async (url: string, example: string, size: Story['size']): Promise<boolean> => {
  const examples = await runUseCase(exampleChoices, 'local', {});
  if (!examples.some(({ name }) => name === example)) {
    throw new Error(
      `--example: there is no ${example}; choose ${examples.map(({ name }) => name).join(', ')}`,
    );
  }
  const { id } = await runUseCase(beginStory, 'local', { example, size });
  console.log(`Playing ${id}. Watch it at ${url}/local/story`);
  const said = new Set<string>();
  for (;;) {
    const story = await runUseCase(readStory, 'local', { id });
    for (const line of linesOf(story, url)) {
      if (!said.has(line)) console.log(line);
      said.add(line);
    }
    if (story.state !== 'playing') return story.state === 'completed';
    await delay(pollMs);
  }
};

const marks = { waiting: '', running: '…', done: 'done:', failed: 'failed:' } as const;

const linesOf = ({ steps }: Story, url: string): string[] =>
  storySteps.flatMap((step) => {
    const { state, says, links } = steps[step];
    if (state === 'waiting') return [];
    const ended = state !== 'running';
    return [
      storyStepTitles[step],
      ...(says === undefined ? [] : [`  ${marks[state]} ${says}`]),
      ...(ended ? links.map(({ href }) => `  ${url}${href.startsWith('/') ? href : `/local/${href}`}`) : []),
    ];
  });
