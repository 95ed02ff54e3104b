/**
 * A channel of a launch: where its data lie, and how SageMaker gives them to the container.
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_Channel.html
 */
import { z } from 'zod';
import { areUnique } from './are-unique';
import { atMost, onOneLine, oneLine, s3UriField } from './launch-text';

export const inputModes = ['File', 'FastFile', 'Pipe'] as const;
export const compressions = ['None', 'Gzip'] as const;
export const recordWrappers = ['None', 'RecordIO'] as const;
export const s3DataTypes = ['S3Prefix', 'ManifestFile', 'AugmentedManifestFile', 'Converse'] as const;
export const distributions = ['FullyReplicated', 'ShardedByS3Key'] as const;
export const fileSystemTypes = ['EFS', 'FSxLustre'] as const;
export const fileSystemAccesses = ['ro', 'rw'] as const;

const channelName = z
  .string()
  .trim()
  .min(1, 'Give the channel a name.')
  .max(64, atMost(64))
  .regex(/^[A-Za-z0-9.\-_]+$/, 'Use letters, digits and . - _ only.');

export const contentTypeSchema = z.string().max(256, atMost(256)).regex(oneLine, onOneLine);
export const attributeNamesSchema = z
  .array(z.string().min(1, 'Give each attribute a name.').max(256, atMost(256)).regex(oneLine, onOneLine))
  .max(16, 'SageMaker takes 16 attributes at most.');
/** As it is typed; longer numbers JSON would round. */
export const shuffleSeedSchema = z
  .string()
  .regex(/^-?\d{0,15}$/, 'Give a whole number of 15 digits at most.');

/** What is absent is SageMaker's default. */
export const channelSchema = z.strictObject({
  name: channelName,
  s3Uri: s3UriField,
  inputMode: z.enum(inputModes).default('File'),
  contentType: contentTypeSchema.optional(),
  compression: z.enum(compressions).optional(),
  recordWrapper: z.enum(recordWrappers).optional(),
  dataType: z.enum(s3DataTypes).optional(),
  attributeNames: attributeNamesSchema.optional(),
  distribution: z.enum(distributions).optional(),
  /** Empty: not shuffled. */
  shuffleSeed: shuffleSeedSchema.optional(),
});
export type ChannelInput = z.output<typeof channelSchema>;

/** A channel of EFS or FSx for Lustre, which SageMaker reaches through the job's VPC. */
export const fileSystemSchema = z.strictObject({
  name: channelName,
  type: z.enum(fileSystemTypes),
  id: z
    .string()
    .trim()
    .max(21, atMost(21))
    .regex(/^fs-[0-9a-f]{8,}$/, 'Give the id of a file system, such as fs-0123456789abcdef0.'),
  path: z
    .string()
    .trim()
    .max(4096, atMost(4096))
    .regex(/^\//, 'Give an absolute path, such as / or /data.')
    .regex(oneLine, onOneLine),
  access: z.enum(fileSystemAccesses),
});
export type FileSystemInput = z.output<typeof fileSystemSchema>;

export const maxChannels = 20;
const tooMany = `SageMaker takes ${maxChannels} channels at most.`;
const twice = 'Two channels have the same name.';

export const channelsSchema = z
  .array(channelSchema)
  .max(maxChannels, tooMany)
  .refine((items) => areUnique(items.map(({ name }) => name)), twice);
export const fileSystemsSchema = z
  .array(fileSystemSchema)
  .max(maxChannels, tooMany)
  .refine((items) => areUnique(items.map(({ name }) => name)), twice);

interface S3Source {
  S3DataType: (typeof s3DataTypes)[number];
  S3Uri: string;
  S3DataDistributionType: (typeof distributions)[number];
  AttributeNames?: string[];
}
export interface ChannelMembers {
  ChannelName: string;
  InputMode: (typeof inputModes)[number];
  ContentType?: string;
  CompressionType?: (typeof compressions)[number];
  RecordWrapperType?: (typeof recordWrappers)[number];
  ShuffleConfig?: { Seed: number };
  DataSource: {
    S3DataSource?: S3Source;
    FileSystemDataSource?: {
      FileSystemId: string;
      FileSystemType: (typeof fileSystemTypes)[number];
      DirectoryPath: string;
      FileSystemAccessMode: (typeof fileSystemAccesses)[number];
    };
  };
}

/** As CreateTrainingJob takes it. */
export const channelMembers = (channel: ChannelInput): ChannelMembers => {
  const { contentType, compression, recordWrapper, attributeNames = [], shuffleSeed } = channel;
  return {
    ChannelName: channel.name,
    InputMode: channel.inputMode,
    ...(contentType && { ContentType: contentType }),
    ...(compression && { CompressionType: compression }),
    ...(recordWrapper && { RecordWrapperType: recordWrapper }),
    ...(shuffleSeed && shuffleSeed !== '-' && { ShuffleConfig: { Seed: Number(shuffleSeed) } }),
    DataSource: {
      S3DataSource: {
        S3DataType: channel.dataType ?? 'S3Prefix',
        S3Uri: channel.s3Uri,
        S3DataDistributionType: channel.distribution ?? 'FullyReplicated',
        ...(attributeNames.length > 0 && { AttributeNames: attributeNames }),
      },
    },
  };
};

export const fileSystemMembers = ({ name, type, id, path, access }: FileSystemInput): ChannelMembers => ({
  ChannelName: name,
  // A file system is mounted, and nothing else.
  InputMode: 'File',
  DataSource: {
    FileSystemDataSource: {
      FileSystemId: id,
      FileSystemType: type,
      DirectoryPath: path,
      FileSystemAccessMode: access,
    },
  },
});
