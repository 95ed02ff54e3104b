import { firstLayout } from './001-first-layout';
import { wordsOfTheGlossary } from './002-words-of-the-glossary';
import { moneyOfAJob } from './003-money-of-a-job';
import { sumsByPeriod } from './004-sums-by-period';
import { whatLaunchedAJob } from './005-what-launched-a-job';
import { jobsThatVanished } from './006-jobs-that-vanished';
import { endedUntrained } from './007-ended-untrained';
import { sumsOfDays } from './008-sums-of-days';
import { countedJobs } from './009-counted-jobs';
import { traitsOfJobs } from './010-traits-of-jobs';

/**
 * Each makes the next layout of the catalog of the one before, with all rows in it. One that has been published is never
 * changed or taken out: catalogs that it has made are on people's disks. A change is a further file, at the end.
 */
export const migrations: readonly string[] = [
  firstLayout,
  wordsOfTheGlossary,
  moneyOfAJob,
  sumsByPeriod,
  whatLaunchedAJob,
  jobsThatVanished,
  endedUntrained,
  sumsOfDays,
  countedJobs,
  traitsOfJobs,
];
