/**
 * The filters of the job list. The address, the filter box and its tokens, and the schema are drawn from this table;
 * what each means in SQL is in lib/catalog/job-conditions.ts.
 */
import {
  allOf,
  anyOf,
  type Choice,
  choice,
  choiceWithUsual,
  either,
  instant,
  type JobFilter,
  seconds,
  tags,
  text,
} from './filter-kinds';
import { placeName } from './backend-slug';
import { formatDuration } from './format';
import { type JobStanding } from './report/job-facts';
import { launcherChoices } from './launched-by';
import { describeStatus } from './status';
import { formatTag, type TagFilter } from './tag-text';

/** All of these must hold; a member that is absent, or an empty list, asks nothing. */
export interface JobFilters {
  /** Each must be part of the name, upper and lower case alike. */
  nameContains: string[];
  /** Names begin with this, upper and lower case alike. */
  namePrefix?: string;
  /** The name itself, or with `-*` at the end the names that go on behind it with a hyphen, and it itself. */
  nameGroup?: string;
  /** Outcomes as `describeStatus` names them, or a status that it does not know; one must hold. */
  outcomes: string[];
  spot?: boolean;
  instanceTypes: string[];
  /** What launched it; one must hold. */
  launchers: string[];
  /** Whether SageMaker picks its instances. */
  serverless?: boolean;
  /** Ms since the epoch, inclusive. */
  createdFrom?: number;
  /** Ms since the epoch, exclusive. */
  createdBefore?: number;
  /** Ms since the epoch, inclusive; a job that has not ended meets neither bound. */
  endedFrom?: number;
  /** Ms since the epoch, exclusive. */
  endedBefore?: number;
  /** Whether it was ever interrupted. */
  interrupted?: boolean;
  /** Whether an interruption made it train something again, as far as its log was read. */
  lostWork?: boolean;
  /** Whether it saves checkpoints. */
  checkpoints?: boolean;
  tags: TagFilter[];
  /** How the job stands to the savings report. */
  standing?: ListedStanding;
  /** It saves checkpoints, or needed no more than so many training seconds: spot would have suited it. */
  suitsSpotWithin?: number;
  /** Whether it is still in the account. */
  inAccount?: boolean;
  /** Whether somebody marked it as a favourite. */
  favourite?: boolean;
  /** What becomes of archived jobs; without it they are there like any other. */
  archived?: ArchivedJobs;
  /** Slugs of backends, of a list that shows several; one must hold. */
  where: string[];
}

const archivedChoices = [
  ['hidden', 'Hidden'],
  ['shown', 'Shown too'],
  ['only', 'Only these'],
] as const satisfies readonly Choice[];
export type ArchivedJobs = (typeof archivedChoices)[number][0];

/** As JobStanding, but counted jobs whose price is not known stand apart. */
export const listedStandings = [
  'counted',
  'unpriced',
  'failed',
  'unbilled',
  'running',
] as const satisfies readonly (JobStanding | 'unpriced')[];
export type ListedStanding = (typeof listedStandings)[number];

const standingWords: Record<ListedStanding, string> = {
  counted: 'In the totals',
  unpriced: 'Price unknown',
  failed: 'Spent for nothing',
  unbilled: 'Billable seconds unknown',
  running: 'Still running',
};

const statusOf = (outcome: string, status: string, secondaryStatus = status): Choice => [
  outcome,
  describeStatus({ status, secondaryStatus }).label,
];

const yes: Choice = ['yes', 'Yes'];
const no: Choice = ['no', 'No'];

export type FilterKey = keyof JobFilters;
/** A value for each filter. */
export type FilterValues = Required<JobFilters>;

/** In the order in which they are offered and shown. */
export const jobFilters: { [Key in FilterKey]: JobFilter<FilterValues[Key]> } = {
  nameContains: allOf({ param: 'name', label: 'Name', values: 'Names' }),
  namePrefix: text({ param: 'prefix', label: 'Name begins with', values: 'Beginnings' }),
  nameGroup: text({ param: 'group', label: 'Name group', values: 'Groups of names' }),
  outcomes: anyOf({
    param: 'status',
    label: 'Status',
    values: 'Statuses',
    choices: [
      statusOf('starting', 'InProgress', 'Starting'),
      statusOf('downloading', 'InProgress', 'Downloading'),
      statusOf('training', 'InProgress', 'Training'),
      statusOf('interrupted', 'InProgress', 'Interrupted'),
      statusOf('uploading', 'InProgress', 'Uploading'),
      statusOf('stopping', 'Stopping'),
      statusOf('completed', 'Completed'),
      statusOf('failed', 'Failed'),
      statusOf('stopped', 'Stopped'),
      statusOf('max-runtime-exceeded', 'Stopped', 'MaxRuntimeExceeded'),
      statusOf('max-wait-exceeded', 'Stopped', 'MaxWaitTimeExceeded'),
    ],
  }),
  spot: either({
    param: 'type',
    label: 'Type',
    values: 'Types',
    yes: ['spot', 'Spot'],
    no: ['on-demand', 'On demand'],
  }),
  instanceTypes: anyOf({ param: 'instance', label: 'Instance type', values: 'Instance types' }),
  launchers: anyOf({
    param: 'launched-by',
    label: 'Launched by',
    values: 'Launchers',
    choices: launcherChoices,
  }),
  serverless: either({
    param: 'serverless',
    label: 'Serverless',
    values: 'Serverless or not',
    yes: ['yes', 'Yes: SageMaker picks the instances'],
    no: ['no', 'No: instances of its own'],
  }),
  createdFrom: instant({ param: 'from', property: 'created', label: 'Created', values: 'Days', from: true }),
  createdBefore: instant({
    param: 'before',
    property: 'created',
    label: 'Created',
    values: 'Days',
    from: false,
  }),
  endedFrom: instant({ param: 'ended-from', property: 'ended', label: 'Ended', values: 'Days', from: true }),
  endedBefore: instant({
    param: 'ended-before',
    property: 'ended',
    label: 'Ended',
    values: 'Days',
    from: false,
  }),
  interrupted: either({
    param: 'interrupted',
    label: 'Interrupted',
    values: 'Interrupted or not',
    yes,
    no,
  }),
  lostWork: either({
    param: 'lost',
    label: 'Lost work',
    values: 'With lost work or not',
    yes: ['yes', 'Trained something again'],
    no: ['no', 'None'],
  }),
  checkpoints: either({
    param: 'checkpoints',
    label: 'Checkpoints',
    values: 'With checkpoints or not',
    yes: ['yes', 'Saves checkpoints'],
    no: ['no', 'None'],
  }),
  tags: tags({
    param: 'tag',
    label: 'Tag',
    values: 'Tags',
    without: { param: 'without-tag', label: 'Without tag', values: 'Keys of tags' },
  }),
  standing: choice({
    param: 'standing',
    label: 'In the savings report',
    values: 'Places in the savings report',
    choices: listedStandings.map((standing) => [standing, standingWords[standing]] as const),
  }),
  suitsSpotWithin: seconds({
    param: 'suits',
    label: 'Suits spot within',
    values: 'Seconds',
    words: (value) => `${formatDuration(Number(value))} or with checkpoints`,
  }),
  inAccount: either({
    param: 'in-account',
    label: 'In the account',
    values: 'In the account or not',
    yes,
    no: ['no', 'No longer'],
  }),
  favourite: either({ param: 'favourite', label: 'Favourite', values: 'Favourites or not', yes, no }),
  archived: choiceWithUsual({
    param: 'archived',
    label: 'Archived jobs',
    values: 'What becomes of archived jobs',
    choices: archivedChoices,
    usual: 'hidden',
  }),
  where: {
    ...anyOf({
      param: 'where',
      label: 'Account and Region',
      values: 'Accounts and Regions',
      nameOf: placeName,
    }),
    ofSeveral: true,
  },
};

const isFilterKey = (key: string): key is FilterKey => Object.hasOwn(jobFilters, key);

export const filterKeys: readonly FilterKey[] = Object.keys(jobFilters).filter(isFilterKey);

/** What filters can offer of the jobs there are. */
export interface JobFacets {
  instanceTypes: string[];
  tags: { key: string; value: string }[];
  /** Slugs of the backends, of a list that shows several. */
  where?: string[];
}

/** By property of the filter box, what the jobs there are offer to choose from. */
export const offersOf = (facets: JobFacets): { property: string; value: string; label?: string }[] => [
  ...facets.instanceTypes.map((value) => ({ property: jobFilters.instanceTypes.param, value })),
  ...facets.tags.map((tag) => ({
    property: 'tag',
    value: formatTag(tag),
    label: `${tag.key}=${tag.value}`,
  })),
  ...[...new Set(facets.tags.map(({ key }) => key))].map((value) => ({ property: 'without-tag', value })),
  ...(facets.where ?? []).map((value) => ({
    property: jobFilters.where.param,
    value,
    label: placeName(value),
  })),
];

/** Without what only a list of several backends can be asked. */
export const ofOneBackend = (filters: JobFilters): JobFilters => ({ ...filters, where: [] });

/** All jobs there are, as a report counts them. */
export const noFilters: JobFilters = {
  nameContains: [],
  outcomes: [],
  instanceTypes: [],
  launchers: [],
  tags: [],
  where: [],
};
/** What a list shows that was asked nothing. */
export const usualFilters: JobFilters = { ...noFilters, archived: 'hidden' };

/** Whether something is asked beyond what a list leaves out by itself. */
export const hasFilters = ({ archived, ...filters }: JobFilters): boolean =>
  archived === 'only' ||
  Object.values(filters).some((value) => (Array.isArray(value) ? value.length > 0 : value !== undefined));
