import { describe, expect, it } from 'vitest';
import {
  nameInStory,
  newStory,
  nextStep,
  type Story,
  storyAfter,
  type StoryEvent,
  storyNow,
  storySteps,
} from './story';

const begun = newStory({ id: 'story-1', example: 'tensorflow-cifar10', size: 'smoke' }, 1);
const after = (story: Story, ...events: StoryEvent[]) => events.reduce(storyAfter, story);
const done = (...steps: (typeof storySteps)[number][]): StoryEvent[] =>
  steps.flatMap((step) => [
    { kind: 'step-began', step, at: 2 },
    { kind: 'step-done', step, at: 3, says: `${step} is done` },
  ]);

describe('the whole story', () => {
  it('plays its steps in order, and is complete when all are done', () => {
    const seen: string[] = [];
    let story = begun;
    for (let step = nextStep(story); step; step = nextStep(story)) {
      seen.push(step);
      story = after(story, ...done(step));
    }
    expect(seen).toEqual(storySteps);
    expect(story.state).toBe('completed');
  });

  it('says what failed, and goes on there with another name', () => {
    const failed = after(
      begun,
      ...done('data'),
      { kind: 'step-began', step: 'verify', at: 4 },
      {
        kind: 'step-failed',
        step: 'verify',
        at: 5,
        reason: 'No data.',
      },
    );
    expect(failed).toMatchObject({ state: 'failed', steps: { verify: { says: 'No data.' } } });
    const again = after(failed, { kind: 'resumed', at: 6 }, { kind: 'step-began', step: 'verify', at: 7 });
    expect(again.state).toBe('playing');
    expect(nextStep(again)).toBe('verify');
    expect(nameInStory(again, 'verify', 'verify')).toBe('story-1-verify-2');
  });

  it('goes on with the same job where it was stopped, or its player went', () => {
    const running = after(begun, ...done('data'), { kind: 'step-began', step: 'verify', at: 4 });
    const stopped = after(running, { kind: 'stopped', at: 5 });
    expect(stopped.state).toBe('stopped');
    const resumed = after(stopped, { kind: 'resumed', at: 6 }, { kind: 'step-began', step: 'verify', at: 7 });
    expect(nameInStory(resumed, 'verify', 'verify')).toBe('story-1-verify');
    expect(storyNow(running, 5).state).toBe('playing');
    expect(storyNow(running, 500_000).state).toBe('stopped');
  });

  it('is played again from any step, with all after it, under new names', () => {
    const complete = after(begun, ...done(...storySteps));
    for (const [index, from] of storySteps.entries()) {
      const again = after(complete, { kind: 'resumed', at: 9, from });
      expect(nextStep(again)).toBe(from === 'interruption' ? 'spot' : from);
      expect(
        storySteps
          .slice(0, index - (from === 'interruption' ? 1 : 0))
          .every((step) => again.steps[step].state === 'done'),
      ).toBe(true);
    }
    const baseline = after(
      complete,
      { kind: 'resumed', at: 9, from: 'baseline' },
      ...done('baseline', 'spot'),
    );
    expect(nameInStory(baseline, 'spot', 'spot')).toBe('story-1-spot-2');
  });

  it('takes a stop for nothing once it has ended', () => {
    const complete = after(begun, ...done(...storySteps));
    expect(after(complete, { kind: 'stopped', at: 9 })).toEqual(complete);
  });
});
