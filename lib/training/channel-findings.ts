/**
 * What of the ways in which channels are read would be refused, or would not be what it seems. Sources: the members' own
 * descriptions, https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_Channel.html and API_S3DataSource.html.
 */
import { type ChannelInput, maxChannels } from './channel-input';
import { type LaunchInput } from './launch-input';
import { type Finding } from './finding';

export const channelFindings = (input: LaunchInput): Finding[] => {
  const { channels, fileSystems = [] } = input;
  const names = new Set(channels.map(({ name }) => name));
  const isInVpc = (input.subnets ?? []).length > 0;
  return [
    ...channels.flatMap((channel, index) =>
      findingsOf(channel, input).map((finding) => ({
        ...finding,
        field: `channels.${index}.${finding.field}`,
      })),
    ),
    ...fileSystems.flatMap(({ name }, index): Finding[] =>
      names.has(name)
        ? [
            {
              severity: 'error',
              field: `fileSystems.${index}.name`,
              reason: `There is a channel ${name} of S3 already.`,
              remedy: 'Give this one another name.',
            },
          ]
        : [],
    ),
    ...(fileSystems.length > 0 && !isInVpc && !/"VpcConfig"/.test(input.further ?? '')
      ? [
          {
            severity: 'error' as const,
            field: 'fileSystems',
            reason: 'A file system is reached through a VPC, and this job has none.',
            remedy: 'Give the subnets and security groups of the file system, under Network and encryption.',
          },
        ]
      : []),
    ...(channels.length + fileSystems.length > maxChannels
      ? [
          {
            severity: 'error' as const,
            field: 'fileSystems',
            reason: `These are ${channels.length + fileSystems.length} channels in all.`,
            remedy: `SageMaker takes ${maxChannels} at most.`,
          },
        ]
      : []),
  ];
};

const findingsOf = (channel: ChannelInput, { instanceType, instanceCount }: LaunchInput): Finding[] => {
  const isAugmented = channel.dataType === 'AugmentedManifestFile';
  const attributes = channel.attributeNames ?? [];
  const isPipe = channel.inputMode === 'Pipe';
  const found: Finding[] = [];
  const add = (severity: Finding['severity'], field: string, reason: string, remedy: string) =>
    found.push({ severity, field, reason, remedy });
  if (isAugmented && attributes.length === 0)
    add(
      'error',
      'attributeNames',
      `An augmented manifest has several attributes a line, and ${channel.name} says none.`,
      'Name those to be read, in their order, such as source-ref and class.',
    );
  if (isAugmented && !isPipe)
    add('error', 'inputMode', 'An augmented manifest is read in Pipe mode only.', 'Choose Pipe.');
  if (!isAugmented && attributes.length > 0)
    add(
      'error',
      'attributeNames',
      'Attributes are of an augmented manifest, and this is none.',
      'Take them out, or choose the augmented manifest.',
    );
  if (channel.compression === 'Gzip' && !isPipe)
    add(
      'warning',
      'compression',
      `SageMaker unpacks in Pipe mode only: in ${channel.inputMode} mode the script gets the .gz files as they are.`,
      'Choose Pipe, or unpack them in the script.',
    );
  if (channel.recordWrapper === 'RecordIO' && !isPipe)
    add(
      'warning',
      'recordWrapper',
      `SageMaker wraps records in Pipe mode only, not in ${channel.inputMode} mode.`,
      'Choose Pipe, or no wrapper.',
    );
  if (channel.distribution === 'ShardedByS3Key' && instanceType !== '' && instanceCount === 1)
    add(
      'warning',
      'distribution',
      'Of one instance each shard is the whole.',
      'It matters from two instances on.',
    );
  return found;
};
