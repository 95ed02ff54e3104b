'use client';

import Link from '@cloudscape-design/components/link';
import { AppLink } from '@/components/shell/app-link';
import { consoleUrlOf } from '@/lib/training/console-links';
import { type Launcher, launchersOf, launcherWords } from '@/lib/training/launched-by';
import { launchedTogether } from '@/lib/training/launched-together';
import { type TrainingJob } from '@/lib/training/training-job';
import { jobsPath } from '@/lib/urls/job-list';

interface LaunchedByProps {
  /** First path segment of the backend's pages. */
  backend: string;
  job: TrainingJob;
  /** AWS's console shows what this backend has. */
  inConsole: boolean;
}

/** What launched the job, the nearest first, each with its page in the console where it has one, and with its jobs. */
export const LaunchedBy = ({ backend, job, inConsole }: LaunchedByProps) => {
  const launchers = launchersOf(job);
  if (launchers.length === 0) return null;
  return (
    <span data-testid="launched-by">
      launched by{' '}
      {launchers.map((launcher, index) => (
        <span key={launcher.kind} title={launcher.arn}>
          {index > 0 && ', in '}
          <Words launcher={launcher} inConsole={inConsole} />
          <ItsJobs backend={backend} launcher={launcher} job={job} />
        </span>
      ))}
    </span>
  );
};

const Words = ({ launcher, inConsole }: { launcher: Launcher; inConsole: boolean }) => {
  const url = inConsole ? consoleUrlOf(launcher) : undefined;
  return url === undefined ? (
    launcherWords(launcher)
  ) : (
    <Link href={url} external externalIconAriaLabel="Opens in a new tab" fontSize="inherit">
      {launcherWords(launcher)}
    </Link>
  );
};

const ItsJobs = ({ backend, launcher, job }: Omit<LaunchedByProps, 'inConsole'> & { launcher: Launcher }) => {
  const together = launchedTogether(launcher, job);
  return (
    together && (
      <>
        {' ('}
        <AppLink href={jobsPath(backend, together.filters)} fontSize="inherit">
          {together.words}
        </AppLink>
        )
      </>
    )
  );
};
