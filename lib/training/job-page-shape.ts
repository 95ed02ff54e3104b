import { type ActionError, errorCodes } from '../errors/action-result';
import {
  isEither,
  isFlag,
  isListOf,
  isNumber,
  isOneOf,
  isRecordOf,
  isShaped,
  isText,
  maybe,
} from '../errors/shape';
import { countings } from '../training-log/model';
import { type JobRow } from './job-columns';
import { type Freshness, type JobPage, type PlaceState } from './job-list';
import { launcherKinds } from './launched-by';

const isProblem = isShaped<ActionError>({ code: isOneOf(errorCodes), message: isText, field: maybe(isText) });

const isFreshness = isShaped<Freshness>({
  asOf: maybe(isNumber),
  firstSync: maybe(
    isShaped<NonNullable<Freshness['firstSync']>>({ stored: isNumber, total: maybe(isNumber) }),
  ),
  throttled: isFlag,
  problem: maybe(isProblem),
});

const isPlace = isShaped<PlaceState>({
  slug: isText,
  jobs: maybe(isNumber),
  freshness: maybe(isFreshness),
  sameAs: maybe(isText),
});

const isRow = isShaped<JobRow>({
  name: isText,
  where: maybe(isText),
  status: isText,
  secondaryStatus: isText,
  spot: isFlag,
  interruptions: isNumber,
  createdAt: isNumber,
  endedAt: maybe(isNumber),
  trainingSeconds: maybe(isNumber),
  billableSeconds: maybe(isNumber),
  usefulSeconds: maybe(isNumber),
  atMost: isFlag,
  forNothing: isFlag,
  savedShare: maybe(isNumber),
  instanceType: maybe(isText),
  instanceCount: maybe(isNumber),
  launchedBy: maybe(isOneOf(launcherKinds)),
  serverless: maybe(isFlag),
  goneAt: maybe(isNumber),
  position: maybe(isNumber),
  counts: maybe(isOneOf(countings)),
  of: maybe(isNumber),
  epochShare: maybe(isNumber),
  favourite: maybe(isFlag),
  archived: maybe(isFlag),
  usdPerHour: maybe(isNumber),
  values: maybe(isRecordOf(isEither(isText, isNumber))),
});

/** A page of jobs as the dashboard's own routes answer it. */
export const isJobPage = isShaped<JobPage>({
  rows: isListOf(isRow),
  total: isNumber,
  totalUnfiltered: isNumber,
  archived: isNumber,
  page: isNumber,
  freshness: isFreshness,
  simulated: maybe(isEither(isFlag, isOneOf(['partly']))),
  places: maybe(isListOf(isPlace)),
});
