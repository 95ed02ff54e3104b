'use client';

import Box from '@cloudscape-design/components/box';
import Input from '@cloudscape-design/components/input';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { Field } from '@/components/forms/field';
import { Columns } from '@/components/shell/columns';
import {
  compressions,
  distributions,
  fileSystemAccesses,
  fileSystemTypes,
  recordWrappers,
  s3DataTypes,
} from '@/lib/training/channel-input';
import { type LaunchDraft } from '@/lib/training/launch-draft';
import { FoldedSection } from './folded-section';
import { ListEditor } from './list-sections';
import { type LaunchForm } from './use-launch-form';

type Channel = LaunchDraft['channels'][number];

const dataTypeLabels = {
  S3Prefix: 'All objects below the URI',
  ManifestFile: 'Manifest: a list of objects',
  AugmentedManifestFile: 'Augmented manifest: JSON lines with attributes',
  Converse: 'Conversations (Converse)',
} as const;
const distributionLabels = {
  FullyReplicated: 'Everything to each instance',
  ShardedByS3Key: 'A share to each instance',
} as const;

const settings = [
  ...['contentType', 'compression', 'recordWrapper', 'dataType', 'attributeNames', 'distribution'],
  'shuffleSeed',
];

/** How each channel is read, and channels that are file systems. */
export const ChannelSettings = ({ form }: { form: LaunchForm }) => {
  const { channels, fileSystems = [] } = form.values;
  return (
    <FoldedSection
      form={form}
      title="How channels are read, file systems"
      about="Content type, compression, manifests, shards, shuffling; EFS and FSx for Lustre."
      holds={[
        'fileSystems',
        ...channels.flatMap((_channel, index) => settings.map((setting) => `channels.${index}.${setting}`)),
      ]}
      set={[
        ...channels.flatMap((channel) => (isSet(channel) ? [channel.name] : [])),
        ...fileSystems.map(({ name }) => name),
      ]}
      isInner
    >
      <SpaceBetween size="l">
        {channels.map((_channel, index) => (
          <ChannelFields key={index} form={form} index={index} />
        ))}
        <ListEditor
          form={form}
          name="fileSystems"
          columns={[
            { key: 'name', label: 'Channel of file system', placeholder: 'shared' },
            { key: 'type', label: 'Type of file system', choices: fileSystemTypes },
            { key: 'id', label: 'File system', placeholder: 'fs-0123abcd' },
            { key: 'path', label: 'Directory', placeholder: '/data' },
            { key: 'access', label: 'Access', choices: fileSystemAccesses },
          ]}
          blank={{ name: '', type: 'EFS', id: '', path: '/', access: 'ro' }}
          addText="Add a file system"
          emptyText="No channels that are file systems."
        />
      </SpaceBetween>
    </FoldedSection>
  );
};

const isSet = (channel: Channel): boolean =>
  Boolean(channel.contentType) ||
  Boolean(channel.shuffleSeed) ||
  (channel.attributeNames ?? []).length > 0 ||
  [channel.compression, channel.recordWrapper, channel.dataType, channel.distribution].some(Boolean);

const ChannelFields = ({ form, index }: { form: LaunchForm; index: number }) => {
  const { channels } = form.values;
  const channel = channels[index];
  if (channel === undefined) return null;
  const path = (key: string) => `channels.${index}.${key}`;
  const set = (change: Partial<Channel>) =>
    form.change({ channels: channels.with(index, { ...channel, ...change }) });
  const numbered = (label: string) => `${label} ${index + 1}`;
  return (
    <SpaceBetween size="xs">
      <Box variant="h4" tagOverride="h3">
        {channel.name || `Channel ${index + 1}`}
      </Box>
      <Columns count={3}>
        <TextSetting
          form={form}
          path={path('contentType')}
          label={numbered('Content type')}
          placeholder="text/csv"
          value={channel.contentType}
          onChange={(contentType) => set({ contentType })}
        />
        <ChoiceSetting
          form={form}
          path={path('dataType')}
          label={numbered('Read as')}
          values={s3DataTypes}
          labels={dataTypeLabels}
          value={channel.dataType}
          onChange={(dataType) => set({ dataType })}
        />
        <AttributesField
          form={form}
          path={path('attributeNames')}
          label={numbered('Attributes')}
          value={channel.attributeNames}
          onChange={(attributeNames) => set({ attributeNames })}
        />
        <ChoiceSetting
          form={form}
          path={path('distribution')}
          label={numbered('Distribution')}
          values={distributions}
          labels={distributionLabels}
          value={channel.distribution}
          onChange={(distribution) => set({ distribution })}
        />
        <ChoiceSetting
          form={form}
          path={path('compression')}
          label={numbered('Compression')}
          values={compressions}
          value={channel.compression}
          onChange={(compression) => set({ compression })}
        />
        <ChoiceSetting
          form={form}
          path={path('recordWrapper')}
          label={numbered('Record wrapper')}
          values={recordWrappers}
          value={channel.recordWrapper}
          onChange={(recordWrapper) => set({ recordWrapper })}
        />
        <TextSetting
          form={form}
          path={path('shuffleSeed')}
          label={numbered('Shuffle seed')}
          placeholder="Not shuffled"
          value={channel.shuffleSeed}
          onChange={(shuffleSeed) => set({ shuffleSeed })}
        />
      </Columns>
    </SpaceBetween>
  );
};

interface CellProps<Value> {
  form: LaunchForm;
  path: string;
  label: string;
  value: Value | undefined;
  onChange: (value: Value) => void;
}

const TextSetting = ({
  form,
  path,
  label,
  placeholder,
  value = '',
  onChange,
}: CellProps<string> & { placeholder: string }) => (
  <Field form={form} path={path} label={label}>
    <Input
      value={value}
      placeholder={placeholder}
      onChange={({ detail }) => onChange(detail.value)}
      onBlur={() => form.touch(path)}
    />
  </Field>
);

/** Names between commas; what is typed stays as it is typed, until the names come from elsewhere. */
const AttributesField = ({ form, path, label, value = [], onChange }: CellProps<string[]>) => {
  const [typed, setTyped] = useState(value.join(', '));
  const text = namesIn(typed).join() === value.join() ? typed : value.join(', ');
  return (
    <Field form={form} path={path} label={label} holdsParts>
      <Input
        value={text}
        placeholder="source-ref, class"
        onChange={({ detail }) => {
          setTyped(detail.value);
          onChange(namesIn(detail.value));
        }}
        onBlur={() => form.touch(path)}
      />
    </Field>
  );
};

const namesIn = (text: string): string[] =>
  text
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);

/** The first value is what SageMaker does without a choice. */
const ChoiceSetting = <Value extends string>({
  form,
  path,
  label,
  values,
  labels,
  value,
  onChange,
}: Omit<CellProps<Value>, 'onChange'> & {
  values: readonly Value[];
  labels?: Readonly<Record<Value, string>>;
  onChange: (value: Value | undefined) => void;
}) => {
  const options = values.map((each) => ({ value: each, label: labels?.[each] ?? each }));
  return (
    <Field form={form} path={path} label={label}>
      <Select
        selectedOption={options.find((option) => option.value === value) ?? options[0] ?? null}
        options={options}
        onChange={({ detail }) => {
          const chosen = values.find((each) => each === detail.selectedOption.value);
          if (chosen !== undefined) onChange(chosen === values[0] ? undefined : chosen);
        }}
        onBlur={() => form.touch(path)}
      />
    </Field>
  );
};
