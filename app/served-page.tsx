import { type ReactElement, type ReactNode } from 'react';
import { LateBoundary } from '@/components/shell/late-boundary';
import { PageBoundary } from '@/components/shell/page-boundary';
import { StillWaiting } from '@/components/shell/still-waiting';

/** As long as a page that is well takes at most, and shorter than anybody wonders whether a link works. */
const patienceMs = 700;

interface ServedPageProps {
  /** What stands there until the page has come. */
  skeleton: ReactNode;
  /** The page, whose making has begun. */
  content: Promise<ReactElement>;
}

/** A page as it is sent: at once where it is made at once, and otherwise its skeleton first, whoever it waits for. */
export const ServedPage = ({ skeleton, content }: ServedPageProps) => (
  <PageBoundary skeleton={skeleton}>
    <Prompt skeleton={skeleton} content={content} />
  </PageBoundary>
);

const Prompt = async ({ skeleton, content }: ServedPageProps) => {
  const isLate = !(await endsWithin(content, patienceMs));
  return (
    <LateBoundary
      isLate={isLate}
      fallback={
        <>
          <StillWaiting />
          {skeleton}
        </>
      }
    >
      {isLate ? content : await content}
    </LateBoundary>
  );
};

/** Whether it is settled by then, refused or not: a page that is not found must answer 404, not a skeleton. */
const endsWithin = async (promise: Promise<unknown>, ms: number): Promise<boolean> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => (timer = setTimeout(resolve, ms, false)));
  const settled = promise.then(
    () => true,
    () => true,
  );
  return Promise.race([settled, late]).finally(() => clearTimeout(timer));
};
