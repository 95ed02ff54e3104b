'use client';

import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SegmentedControl from '@cloudscape-design/components/segmented-control';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useCallback, useId, useState } from 'react';
import { z } from 'zod';
import { Field } from '@/components/forms/field';
import { useForm } from '@/components/forms/use-form';
import { useSending } from '@/components/forms/use-sending';
import { askServer } from '@/components/shell/ask-server';
import { ErrorAlert } from '@/components/shell/error-alert';
import { actsAtOnce } from '@/components/shell/early-presses';
import { FormRegion } from '@/components/shell/form-region';
import { type Polled } from '@/components/shell/live/use-polled';
import { useFollowed } from '@/components/shell/use-followed';
import { type ActionError, type ActionResult } from '@/lib/errors/action-result';
import { type Story, type StoryStep, storySteps, storyStepTitles } from '@/lib/training/story';
import { StorySteps } from './story-steps';

export interface StoryActions {
  begin: (choice: Pick<Story, 'example' | 'size'>) => Promise<ActionResult<Story>>;
  read: (id: string) => Promise<ActionResult<Story>>;
  stop: (id: string) => Promise<ActionResult<Story>>;
  resume: (id: string, from?: StoryStep) => Promise<ActionResult<Story>>;
}

interface StoryPageProps {
  backend: string;
  examples: readonly { name: string; title: string }[];
  /** The story that was begun last. */
  initial: Story | null;
  /** Why that one is not shown. */
  problem?: ActionError;
  actions: StoryActions;
}

/** Plays an example from its data to the deleted endpoint, and says at each step what happened. */
export const StoryPage = ({ backend, examples, initial, problem, actions }: StoryPageProps) => {
  const [shown, setShown] = useState(initial);
  const id = shown?.id ?? '';
  const look = useCallback(() => actions.read(id), [actions, id]);
  const followed = useFollowed(id, look, ({ state }) => state === 'playing', shown ?? undefined);
  const story = followed.value;
  return (
    <SpaceBetween size="l">
      <Header
        variant="h1"
        description="Real jobs from the data to the deleted endpoint: verified locally, trained on demand and on spot, interrupted, resumed, deployed, evaluated."
      >
        Run the whole story
      </Header>
      <Beginning
        backend={backend}
        examples={examples}
        playing={story?.state === 'playing'}
        begin={async (choice) => {
          const result = await actions.begin(choice);
          if (result.ok) setShown(result.value);
          return result;
        }}
      />
      {problem && !shown && <ErrorAlert error={problem} />}
      {followed.failure && <ErrorAlert error={followed.failure} onRetry={() => void followed.ask()} />}
      {!story && <Unplayed />}
      {story && <Played story={story} followed={followed} actions={actions} backend={backend} />}
    </SpaceBetween>
  );
};

/** What is to come, before anything was played. */
const Unplayed = () => (
  <Container
    header={
      <Header
        variant="h2"
        description="Nothing was played yet. The quick size takes a few minutes, and each step says here what happened and leads to what it made."
      >
        What will happen
      </Header>
    }
  >
    <ol className="sd-plain-list">
      {storySteps.map((step) => (
        <li key={step}>{storyStepTitles[step]}</li>
      ))}
    </ol>
  </Container>
);

interface BeginningProps {
  backend: string;
  examples: StoryPageProps['examples'];
  playing: boolean;
  begin: StoryActions['begin'];
}

type Choice = Pick<Story, 'example' | 'size'>;

const order = ['example', 'size'];
const choiceSchema: z.ZodType<Choice> = z.object({
  example: z.string().min(1, 'Choose an example.'),
  size: z.enum(['smoke', 'full']),
});

const choiceAmong = (examples: BeginningProps['examples']): Choice => ({
  example: (examples.find(({ name }) => name === 'tensorflow-cifar10') ?? examples[0])?.name ?? '',
  size: 'smoke',
});

const Beginning = ({ backend, examples, playing, begin }: BeginningProps) => {
  const form = useForm({ initial: choiceAmong(examples), schema: choiceSchema, order });
  const { values, change } = form;
  const sizeLabel = useId();
  const sending = useSending();
  const options = examples.map(({ name, title }) => ({ value: name, label: title }));
  const start = () =>
    sending.run('begin', async () => {
      const choice = form.attempt();
      if (!choice) return;
      const result = await askServer(() => begin(choice));
      if (!result.ok) form.refuse(result.error);
    });
  return (
    <Container header={<Header variant="h2">What is played</Header>}>
      <FormRegion label="What is played">
        <SpaceBetween size="m">
          <Field form={form} path="example" label="Example">
            <Select
              selectedOption={options.find(({ value }) => value === values.example) ?? null}
              options={options}
              onChange={({ detail }) => change({ example: detail.selectedOption.value ?? '' })}
            />
          </Field>
          <Field
            form={form}
            path="size"
            // Where it is narrow, a control with a label of its own would show the word a second time.
            label={<span id={sizeLabel}>Size</span>}
            constraintText={
              backend === 'local'
                ? undefined
                : 'On AWS this launches three jobs and an endpoint, which are billed.'
            }
          >
            <SegmentedControl
              ariaLabelledby={sizeLabel}
              selectedId={values.size}
              options={[
                { id: 'smoke', text: 'Quick: little data, few epochs' },
                { id: 'full', text: 'Whole' },
              ]}
              onChange={({ detail }) => change({ size: detail.selectedId === 'full' ? 'full' : 'smoke' })}
            />
          </Field>
          {form.failure && <ErrorAlert error={form.failure} />}
          <div {...actsAtOnce}>
            <Button
              variant="primary"
              disabled={playing}
              loading={sending.what !== undefined}
              onClick={() => void start()}
            >
              Play it
            </Button>
          </div>
        </SpaceBetween>
      </FormRegion>
    </Container>
  );
};

interface PlayedProps {
  story: Story;
  followed: Polled<Story>;
  actions: StoryActions;
  backend: string;
}

const stateWords: Readonly<Record<Story['state'], string>> = {
  playing: 'Playing',
  stopped: 'Stopped. Jobs and endpoints that were begun go on.',
  failed: 'A step failed.',
  completed: 'All of it was played.',
};

const Played = ({ story, followed, actions, backend }: PlayedProps) => {
  const [busy, setBusy] = useState(false);
  const act = async (how: () => Promise<ActionResult<Story>>) => {
    setBusy(true);
    await followed.ask(how);
    setBusy(false);
  };
  const goesOn = story.state === 'stopped' || story.state === 'failed';
  return (
    <Container
      header={
        <Header
          variant="h2"
          description={<span data-testid="story-state">{stateWords[story.state]}</span>}
          actions={
            <div {...actsAtOnce}>
              <SpaceBetween size="xs" direction="horizontal">
                {story.state === 'playing' && (
                  <Button loading={busy} onClick={() => void act(() => actions.stop(story.id))}>
                    Stop
                  </Button>
                )}
                {goesOn && (
                  <Button loading={busy} onClick={() => void act(() => actions.resume(story.id))}>
                    Go on
                  </Button>
                )}
              </SpaceBetween>
            </div>
          }
        >
          {story.id}
        </Header>
      }
    >
      <StorySteps
        story={story}
        backend={backend}
        {...(story.state !== 'playing' &&
          !busy && { onAgain: (from: StoryStep) => void act(() => actions.resume(story.id, from)) })}
      />
    </Container>
  );
};
