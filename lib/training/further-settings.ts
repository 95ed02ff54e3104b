/**
 * What a launch has beyond the form's fields: a part of CreateTrainingJob's request as JSON, which is merged into what
 * the form makes as RFC 7396 merges (null leaves a member out). Channels are the same by their name, not their place.
 */
import { type Severity } from './finding';
import { isPlainObject } from './json-value';
import { lookUp } from './look-up';

type Members = Readonly<Record<string, unknown>>;

export const maxFurtherLength = 200_000;
const maxDepth = 20;

/** The members, or in a sentence why they cannot be read. */
export const readFurther = (
  text: string | undefined,
): { members: Members; problem?: undefined } | { problem: string; members?: undefined } => {
  if (text === undefined || text.trim() === '') return { members: {} };
  try {
    const parsed: unknown = JSON.parse(text);
    if (!isPlainObject(parsed))
      return { problem: 'Give members of CreateTrainingJob in braces, such as {"RetryStrategy": …}.' };
    return isDeeperThan(maxDepth, parsed) ? { problem: 'This is nested too deeply.' } : { members: parsed };
  } catch (error) {
    return { problem: `This is not JSON${lineOf(text, error)}.` };
  }
};

/** The training plan whose reserved capacity the job takes. */
export const trainingPlanOf = (text: string | undefined): string | undefined => {
  const resources = readFurther(text).members?.ResourceConfig;
  const arn = isPlainObject(resources) ? resources.TrainingPlanArn : undefined;
  return typeof arn === 'string' ? arn : undefined;
};

/** Engines say where they stopped as a position; a reader looks for a line. */
const lineOf = (text: string, error: unknown): string => {
  const [, position] = /position (\d+)/.exec(error instanceof Error ? error.message : '') ?? [];
  return position === undefined ? '' : `: see line ${text.slice(0, Number(position)).split('\n').length}`;
};

const isDeeperThan = (levels: number, value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (levels === 0 || Object.values(value).some((each) => isDeeperThan(levels - 1, each)));

/** The request with the further members in it. */
export const withFurther = <Request extends object>(request: Request, further: Members): Request =>
  // eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- what was in the request stays, and more is merged into it; the service model is asked whether it fits
  merged(request, further) as Request;

const merged = (base: object, patch: Members, at = ''): Members => {
  const entries = new Map<string, unknown>(Object.entries(base));
  for (const [key, value] of Object.entries(patch)) {
    const before = entries.get(key);
    const path = at === '' ? key : `${at}.${key}`;
    if (value === null) entries.delete(key);
    else if (path === channelsMember && Array.isArray(value))
      entries.set(key, mergedChannels(Array.isArray(before) ? before : [], value));
    else if (isPlainObject(value)) entries.set(key, merged(isPlainObject(before) ? before : {}, value, path));
    else entries.set(key, value);
  }
  return Object.fromEntries(entries);
};

const channelsMember = 'InputDataConfig';

const mergedChannels = (base: readonly unknown[], patch: readonly unknown[]): unknown[] => {
  const channels = [...base];
  for (const each of patch) {
    const index = channels.findIndex((channel) => nameOf(channel) === nameOf(each));
    const before = channels[index];
    if (isPlainObject(each) && isPlainObject(before)) channels[index] = merged(before, each, 'channel');
    else channels.push(isPlainObject(each) ? merged({}, each, 'channel') : each);
  }
  return channels;
};

const nameOf = (channel: unknown): unknown => (isPlainObject(channel) ? channel.ChannelName : undefined);

/** Members that the form has fields for: what they are is said there. `*` is a channel that the form has. */
const ownedByForm: readonly RegExp[] = [
  /^(TrainingJobName|RoleArn|Environment|EnableManagedSpotTraining|CheckpointConfig|Tags)$/,
  /^AlgorithmSpecification\.(TrainingImage|MetricDefinitions)$/,
  /^HyperParameters\.(?!sagemaker_)/,
  /^HyperParameters\.sagemaker_job_name$/,
  /^InputDataConfig\.\*\.(InputMode|DataSource\.S3DataSource\.S3Uri)$/,
  /^OutputDataConfig\.S3OutputPath$/,
  /^ResourceConfig\.(InstanceType|InstanceCount|VolumeSizeInGB)$/,
  /^StoppingCondition\.(MaxRuntimeInSeconds|MaxWaitTimeInSeconds)$/,
];
/** The form's own for a script; what runs an image alone may have them for its own use. */
const ofScript = /^HyperParameters\.sagemaker_(program|submit_directory)$/;
const isOwned = (path: string): boolean => ownedByForm.some((pattern) => pattern.test(path));

/** Without them there is no request. */
const neverLeftOut: readonly RegExp[] = [
  /^(TrainingJobName|RoleArn|OutputDataConfig|StoppingCondition)$/,
  /^OutputDataConfig\.S3OutputPath$/,
  /^StoppingCondition\.MaxRuntimeInSeconds$/,
];

export interface FurtherProblem {
  severity: Severity;
  text: string;
}

/**
 * What of the further members contradicts the form.
 * @param form.channels the names of those that the form has
 * @param form.hasScript whether it says the script and its entry point
 * @param form.said the request of its optional fields: what these say is not said here once more
 */
export const furtherProblems = (
  further: Members,
  { channels, hasScript, said = {} }: { channels: readonly string[]; hasScript: boolean; said?: Members },
): FurtherProblem[] => {
  const problems: FurtherProblem[] = [];
  /** @param beside what the optional fields say at the path */
  const walk = (path: string, value: unknown, beside: unknown): void => {
    if (value === null) {
      if (neverLeftOut.some((pattern) => pattern.test(path)))
        problems.push({ severity: 'error', text: `${path} cannot be left out.` });
      else if (
        isOwned(path) ||
        beside !== undefined ||
        path === 'ResourceConfig' ||
        path === 'AlgorithmSpecification'
      )
        problems.push({
          severity: 'warning',
          text: `${path} is left out of the request, whatever this form’s fields say.`,
        });
      return;
    }
    const isSaid = beside !== undefined && !(isPlainObject(beside) && isPlainObject(value));
    if (isOwned(path) || (isSaid && path !== channelsMember) || (hasScript && ofScript.test(path))) {
      problems.push({ severity: 'error', text: `${path} is a field of this form: say it there.` });
      return;
    }
    if (path === channelsMember && Array.isArray(value)) {
      for (const channel of value) walkChannel(channel, Array.isArray(beside) ? beside : []);
      return;
    }
    if (isPlainObject(value))
      for (const [key, each] of Object.entries(value))
        walk(path === '' ? key : `${path}.${key}`, each, insideOf(beside, key));
  };
  const walkChannel = (channel: unknown, beside: readonly unknown[]): void => {
    const name = nameOf(channel);
    if (typeof name !== 'string')
      problems.push({ severity: 'error', text: 'Each entry of InputDataConfig needs its ChannelName.' });
    // A channel that the form does not have is whole here.
    else if (channels.includes(name) && isPlainObject(channel)) {
      for (const [key, each] of Object.entries(channel))
        if (key !== 'ChannelName')
          walk(
            `${channelsMember}.*.${key}`,
            each,
            insideOf(
              beside.find((own) => nameOf(own) === name),
              key,
            ),
          );
    }
  };
  walk('', further, said);
  return problems;
};

const insideOf = (value: unknown, key: string): unknown =>
  isPlainObject(value) ? lookUp(value, key) : undefined;

/**
 * The further members that make of the form's request what the source has, wherever the form has no field of its own.
 * @param isSame whether both say the same at a path: a default, said or left out
 */
export const furtherOf = (
  source: Members,
  request: Members,
  isSame: (path: string, before: unknown, after: unknown) => boolean,
): Members => {
  const differing = (path: string, before: Members, after: Members): Members => {
    const entries: [string, unknown][] = [];
    for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
      const at = path === '' ? key : `${path}.${key}`;
      const [was, is] = [lookUp(before, key), lookUp(after, key)];
      if ((isOwned(at) || (ofScript.test(at) && is !== undefined)) && was !== undefined) continue;
      if (isSame(at, was, is)) continue;
      if (was === undefined || was === null) {
        if (!neverLeftOut.some((pattern) => pattern.test(at)) && !isOptionalField(at))
          entries.push([key, null]);
        continue;
      }
      if (at === channelsMember && Array.isArray(was)) {
        const channels = differingChannels(was, Array.isArray(is) ? is : []);
        if (channels.length > 0) entries.push([key, channels]);
      } else if (isPlainObject(was) && isPlainObject(is)) {
        const inside = differing(at, was, is);
        if (Object.keys(inside).length > 0) entries.push([key, inside]);
      } else entries.push([key, was]);
    }
    return Object.fromEntries(entries);
  };
  const differingChannels = (was: readonly unknown[], is: readonly unknown[]): unknown[] =>
    was.flatMap((channel) => {
      const own = is.find((each) => nameOf(each) === nameOf(channel));
      if (!isPlainObject(own) || !isPlainObject(channel)) return [channel];
      const inside = differing(`${channelsMember}.*`, channel, own);
      return Object.keys(inside).length === 0 ? [] : [{ ChannelName: nameOf(channel), ...inside }];
    });
  return differing('', source, request);
};

/** What the form leaves out by itself where nothing is to be said: it is otherwise because somebody chose so. */
const isOptionalField = (path: string): boolean =>
  /^(TrainingJobName|Environment|CheckpointConfig|Tags|AlgorithmSpecification\.MetricDefinitions|EnableManagedSpotTraining|StoppingCondition\.MaxWaitTimeInSeconds)$/.test(
    path,
  ) ||
  /^HyperParameters\.(?!sagemaker_)/.test(path) ||
  path === 'HyperParameters.sagemaker_job_name';
