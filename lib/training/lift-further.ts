/**
 * What a draft has as JSON and the form has a field for: moved into the field, where the field is free and can say
 * exactly that. The request that the draft makes stays the same.
 */
import {
  attributeNamesSchema,
  compressions,
  contentTypeSchema,
  distributions,
  fileSystemSchema,
  inputModes,
  recordWrappers,
  s3DataTypes,
  shuffleSeedSchema,
} from './channel-input';
import { readFurther } from './further-settings';
import { isPlainObject } from './json-value';
import { surroundingsShape } from './job-surroundings';
import { type LaunchDraft } from './launch-draft';
import { lookUp } from './look-up';

type Members = Readonly<Record<string, unknown>>;
type Path = readonly string[];

/** A member of the JSON, and what a field holds for it; undefined where the field cannot say it. */
interface Place<Holder> {
  path: Path;
  isFree: (holder: Holder) => boolean;
  read: (value: unknown) => Partial<Holder> | undefined;
}

const isNothing = (value: unknown): boolean =>
  value === undefined || value === '' || value === false || (Array.isArray(value) && value.length === 0);

interface Schema {
  safeParse: (value: unknown) => { success: boolean; data?: unknown };
}

const only = <Holder>(field: keyof Holder, value: unknown): Partial<Holder> => {
  const part: Partial<Holder> = {};
  return Object.assign(part, { [field]: value });
};

/** A field that holds the member as it is. */
const asItIs = <Holder>(path: string, field: keyof Holder & string, schema: Schema): Place<Holder> => ({
  path: path.split('.'),
  isFree: (holder) => isNothing(holder[field]),
  read: (value) => {
    const read = schema.safeParse(value);
    // What a field would tidy up, such as blanks at an end, it does not say exactly.
    const isSame = read.success && JSON.stringify(read.data) === JSON.stringify(value);
    return isSame && !isNothing(value) ? only<Holder>(field, value) : undefined;
  },
});

/** A number, which a form holds as text. */
const asText = <Holder>(path: string, field: keyof Holder & string, schema: Schema): Place<Holder> => ({
  path: path.split('.'),
  isFree: (holder) => isNothing(holder[field]),
  read: (value) =>
    typeof value === 'number' && schema.safeParse(String(value)).success
      ? only<Holder>(field, String(value))
      : undefined,
});

const oneOf = (values: readonly string[]): Schema => ({
  safeParse: (value) => ({ success: typeof value === 'string' && values.includes(value), data: value }),
});

const { subnets, securityGroupIds } = surroundingsShape;

const placesOfDraft: readonly Place<LaunchDraft>[] = [
  {
    path: ['VpcConfig'],
    isFree: (draft) => isNothing(draft.subnets) && isNothing(draft.securityGroupIds),
    read: (value) => {
      if (!isPlainObject(value) || Object.keys(value).length !== 2) return undefined;
      const groups = asItIs<LaunchDraft>('', 'securityGroupIds', securityGroupIds).read(
        value.SecurityGroupIds,
      );
      const nets = asItIs<LaunchDraft>('', 'subnets', subnets).read(value.Subnets);
      return groups && nets && { ...groups, ...nets };
    },
  },
  asItIs('EnableNetworkIsolation', 'networkIsolation', surroundingsShape.networkIsolation),
  asItIs('EnableInterContainerTrafficEncryption', 'trafficEncryption', surroundingsShape.trafficEncryption),
  asItIs('OutputDataConfig.KmsKeyId', 'outputKmsKey', surroundingsShape.outputKmsKey),
  asItIs('ResourceConfig.VolumeKmsKeyId', 'volumeKmsKey', surroundingsShape.volumeKmsKey),
  asText('ResourceConfig.KeepAlivePeriodInSeconds', 'warmPoolSeconds', surroundingsShape.warmPoolSeconds),
  asText('RetryStrategy.MaximumRetryAttempts', 'retryAttempts', surroundingsShape.retryAttempts),
  asItIs(
    'AlgorithmSpecification.ContainerEntrypoint',
    'containerEntrypoint',
    surroundingsShape.containerEntrypoint,
  ),
  asItIs(
    'AlgorithmSpecification.ContainerArguments',
    'containerArguments',
    surroundingsShape.containerArguments,
  ),
];

type Channel = LaunchDraft['channels'][number];

const placesOfChannel: readonly Place<Channel>[] = [
  { ...asItIs('InputMode', 'inputMode', oneOf(inputModes)), isFree: () => true },
  asItIs('ContentType', 'contentType', contentTypeSchema),
  asItIs('CompressionType', 'compression', oneOf(compressions)),
  asItIs('RecordWrapperType', 'recordWrapper', oneOf(recordWrappers)),
  asText('ShuffleConfig.Seed', 'shuffleSeed', shuffleSeedSchema),
  asItIs('DataSource.S3DataSource.S3DataType', 'dataType', oneOf(s3DataTypes)),
  asItIs('DataSource.S3DataSource.S3DataDistributionType', 'distribution', oneOf(distributions)),
  asItIs('DataSource.S3DataSource.AttributeNames', 'attributeNames', attributeNamesSchema),
];

/** @returns the holder with what its fields can say, and what is left of the members */
const lifted = <Holder>(holder: Holder, members: Members, places: readonly Place<Holder>[]) => {
  let [kept, left] = [holder, members];
  for (const { path, isFree, read } of places) {
    const value = valueAt(left, path);
    if (value === undefined || !isFree(kept)) continue;
    const said = read(value);
    if (said === undefined) continue;
    kept = { ...kept, ...said };
    left = without(left, path);
  }
  return { kept, left };
};

const valueAt = (members: Members, [first = '', ...rest]: Path): unknown => {
  const value = lookUp(members, first);
  return rest.length === 0 || !isPlainObject(value)
    ? rest.length === 0
      ? value
      : undefined
    : valueAt(value, rest);
};

/** Without the member, and without what then holds nothing. */
const without = (members: Members, [first = '', ...rest]: Path): Members =>
  Object.fromEntries(
    Object.entries(members).flatMap(([key, value]): [string, unknown][] => {
      if (key !== first) return [[key, value]];
      const inside = rest.length > 0 && isPlainObject(value) ? without(value, rest) : {};
      return Object.keys(inside).length === 0 ? [] : [[key, inside]];
    }),
  );

export const withLifted = (draft: LaunchDraft): LaunchDraft => {
  const { members } = readFurther(draft.further);
  if (members === undefined || Object.keys(members).length === 0) return draft;
  const { kept, left } = lifted(draft, members, placesOfDraft);
  const result = withLiftedChannels(kept, left);
  if (result.left === members) return draft;
  const { further: _, ...rest } = result.kept;
  return Object.keys(result.left).length === 0
    ? rest
    : { ...rest, further: JSON.stringify(result.left, null, 2) };
};

const withLiftedChannels = (draft: LaunchDraft, members: Members) => {
  const entries = lookUp(members, 'InputDataConfig');
  if (!Array.isArray(entries)) return { kept: draft, left: members };
  let [kept, isChanged] = [draft, false];
  const rest = entries.flatMap((entry: unknown): unknown[] => {
    if (!isPlainObject(entry)) return [entry];
    const { ChannelName: name, ...said } = entry;
    const index = kept.channels.findIndex((channel) => channel.name === name);
    const channel = kept.channels[index];
    if (channel === undefined) {
      const system = fileSystemOf(entry);
      const isTaken = kept.fileSystems?.some((each) => each.name === name) ?? false;
      if (system === undefined || isTaken) return [entry];
      kept = { ...kept, fileSystems: [...(kept.fileSystems ?? []), system] };
      isChanged = true;
      return [];
    }
    const { kept: fuller, left } = lifted(channel, said, placesOfChannel);
    if (left === said) return [entry];
    isChanged = true;
    kept = { ...kept, channels: kept.channels.with(index, fuller) };
    return Object.keys(left).length === 0 ? [] : [{ ChannelName: name, ...left }];
  });
  if (!isChanged) return { kept, left: members };
  const { InputDataConfig: _, ...others } = members;
  return { kept, left: rest.length === 0 ? others : { ...others, InputDataConfig: rest } };
};

/** A whole channel of a file system, with nothing that its row has no place for. */
const fileSystemOf = (entry: Members): NonNullable<LaunchDraft['fileSystems']>[number] | undefined => {
  const source = valueAt(entry, ['DataSource', 'FileSystemDataSource']);
  if (!isPlainObject(source) || entry.InputMode !== 'File') return undefined;
  const read = {
    name: entry.ChannelName,
    type: source.FileSystemType,
    id: source.FileSystemId,
    path: source.DirectoryPath,
    access: source.FileSystemAccessMode,
  };
  const parsed = fileSystemSchema.safeParse(read);
  if (!parsed.success || JSON.stringify(parsed.data) !== JSON.stringify(read)) return undefined;
  const paths = [
    ['ChannelName'],
    ['InputMode'],
    ...members.map((member) => ['DataSource', 'FileSystemDataSource', member]),
  ];
  return Object.keys(paths.reduce<Members>(without, entry)).length === 0 ? parsed.data : undefined;
};
const members = ['FileSystemType', 'FileSystemId', 'DirectoryPath', 'FileSystemAccessMode'];
