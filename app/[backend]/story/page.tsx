import { type Metadata } from 'next';
import { ServedPage } from '@/app/served-page';
import { StoryPage } from '@/components/story/story-page';
import { ErrorAlert } from '@/components/shell/error-alert';
import { SectionsSkeleton } from '@/components/shell/sections-skeleton';
import { exampleChoices } from '@/lib/launch/launch-draft';
import { runAction } from '@/lib/server/run-action';
import { newestStory } from '@/lib/story/tell-story';
import { begin, read, resume, stop } from './actions';

export const metadata: Metadata = { title: 'Run the whole story' };

interface PageProps {
  params: Promise<{ backend: string }>;
}

const Content = async ({ params }: PageProps) => {
  const { backend } = await params;
  const [examples, story] = await Promise.all([
    runAction(exampleChoices, backend, {}),
    runAction(newestStory, backend, {}),
  ]);
  if (!examples.ok) return <ErrorAlert error={examples.error} />;
  return (
    <StoryPage
      backend={backend}
      examples={examples.value}
      initial={story.ok ? story.value : null}
      {...(!story.ok && { problem: story.error })}
      actions={{
        begin: begin.bind(null, backend),
        read: read.bind(null, backend),
        resume: resume.bind(null, backend),
        stop: stop.bind(null, backend),
      }}
    />
  );
};

const Page = (props: PageProps) => (
  <ServedPage
    skeleton={
      <SectionsSkeleton title="Run the whole story" sections={['What is played', 'What will happen']} />
    }
    content={Content(props)}
  />
);

export default Page;
