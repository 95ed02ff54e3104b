'use client';

import Link from '@cloudscape-design/components/link';
import { consoleUrlOf } from '@/lib/training/console-links';
import { type Launcher, launchersOf, launcherWords } from '@/lib/training/launched-by';
import { type TrainingJob } from '@/lib/training/training-job';

interface LaunchedByProps {
  job: TrainingJob;
  /** AWS's console shows what this backend has. */
  inConsole: boolean;
}

/** What launched the job, the nearest first, each with its page in the console where it has one. */
export const LaunchedBy = ({ job, inConsole }: LaunchedByProps) => {
  const launchers = launchersOf(job);
  if (launchers.length === 0) return null;
  return (
    <span data-testid="launched-by">
      launched by{' '}
      {launchers.map((launcher, index) => (
        <span key={launcher.kind} title={launcher.arn}>
          {index > 0 && ', in '}
          <Words launcher={launcher} inConsole={inConsole} />
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
