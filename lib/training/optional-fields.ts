/** What a launch's optional fields say of CreateTrainingJob's request, and nothing where they are left as they are. */
import { channelMembers, type ChannelInput, fileSystemMembers } from './channel-input';
import { surroundingMembers } from './job-surroundings';
import { type LaunchInput } from './launch-input';

export const saidByOptionalFields = (input: LaunchInput): Readonly<Record<string, unknown>> => {
  const { root, algorithm, output, resources } = surroundingMembers(input);
  return {
    ...root,
    AlgorithmSpecification: algorithm,
    OutputDataConfig: output,
    ResourceConfig: resources,
    InputDataConfig: [
      ...input.channels.map(saidOfChannel),
      ...(input.fileSystems ?? []).map(fileSystemMembers),
    ],
  };
};

/** Without what the request has of a channel whatever is chosen. */
const saidOfChannel = (channel: ChannelInput) => {
  const { InputMode: _mode, DataSource, ...members } = channelMembers(channel);
  const { S3Uri: _uri, S3DataType, S3DataDistributionType, ...source } = DataSource.S3DataSource ?? {};
  return {
    ...members,
    DataSource: {
      S3DataSource: {
        ...source,
        ...(channel.dataType && { S3DataType }),
        ...(channel.distribution && { S3DataDistributionType }),
      },
    },
  };
};
