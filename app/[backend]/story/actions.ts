'use server';

import { runAction } from '@/lib/server/run-action';
import { beginStory, readStory, resumeStory, stopStory } from '@/lib/story/tell-story';
import { type Story, type StoryStep } from '@/lib/training/story';

export const begin = async (backend: string, choice: Pick<Story, 'example' | 'size'>) =>
  runAction(beginStory, backend, choice);

export const read = async (backend: string, id: string) => runAction(readStory, backend, { id });

export const stop = async (backend: string, id: string) => runAction(stopStory, backend, { id });

export const resume = async (backend: string, id: string, from?: StoryStep) =>
  runAction(resumeStory, backend, { id, ...(from !== undefined && { from }) });
