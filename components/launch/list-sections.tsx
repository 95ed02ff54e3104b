'use client';

import AttributeEditor, { type AttributeEditorProps } from '@cloudscape-design/components/attribute-editor';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { type ReactNode } from 'react';
import { inputModes } from '@/lib/training/channel-input';
import { type LaunchDraft } from '@/lib/training/launch-draft';
import { Field, FieldPlace } from '@/components/forms/field';
import { UriInput } from './browse/uri-input';
import { ChannelSettings } from './channel-settings';
import { FoldedSection } from './folded-section';
import { type LaunchActions } from './launch-actions';
import { RoleField } from './role-field';
import { UploadLine } from './upload/upload-line';
import { type LaunchForm } from './use-launch-form';

type ListName = 'channels' | 'hyperparameters' | 'environment' | 'tags' | 'metricDefinitions' | 'fileSystems';
type Item<Name extends ListName> = NonNullable<LaunchDraft[Name]>[number];

interface Column<Name extends ListName> {
  key: Extract<keyof Item<Name>, string>;
  label: string;
  placeholder?: string;
  choices?: readonly string[];
  /** It is an S3 URI, which can be chosen by browsing. */
  isUri?: boolean;
  /** Data of this computer can be put there: where to, for a row. */
  uploadTo?: (item: Item<Name>) => string;
  /** Width in relation to the other columns, where there is room for one row. */
  weight?: number;
}

interface ListEditorProps<Name extends ListName> {
  form: LaunchForm;
  name: Name;
  columns: readonly Column<Name>[];
  blank: Item<Name>;
  addText: string;
  emptyText: string;
}

/** Rows of a list of the draft; each cell is a field with a path of its own, such as `channels.0.s3Uri`. */
export const ListEditor = <Name extends ListName>({
  form,
  name,
  columns,
  blank,
  addText,
  emptyText,
}: ListEditorProps<Name>) => {
  const items = (form.values[name] ?? []) as Item<Name>[];
  const set = (next: Item<Name>[]) => form.change({ [name]: next });
  const definition: AttributeEditorProps.FieldDefinition<Item<Name>>[] = columns.map((column) => ({
    label: column.label,
    errorText: (_item, index) => form.messages.get(`${name}.${index}.${column.key}`)?.error,
    warningText: (_item, index) => form.messages.get(`${name}.${index}.${column.key}`)?.warning,
    control: (item, index) => {
      const value = String(item[column.key] ?? '');
      const change = (text: string | undefined) =>
        set(items.map((entry, at) => (at === index ? { ...entry, [column.key]: text ?? '' } : entry)));
      const path = `${name}.${index}.${column.key}`;
      const field = column.choices ? (
        <Select
          selectedOption={{ value }}
          options={column.choices.map((choice) => ({ value: choice }))}
          onChange={({ detail }) => change(detail.selectedOption.value)}
          ariaLabel={`${column.label} ${index + 1}`}
        />
      ) : column.isUri ? (
        <UriInput
          label={`${column.label} ${index + 1}`}
          pick="any"
          isNarrow
          uploadTo={column.uploadTo?.(item)}
          value={value}
          placeholder={column.placeholder}
          onChange={change}
          onBlur={() => form.touch(path)}
          ariaLabel={`${column.label} ${index + 1}`}
        />
      ) : (
        <Input
          value={value}
          placeholder={column.placeholder}
          onChange={({ detail }) => change(detail.value)}
          onBlur={() => form.touch(path)}
          ariaLabel={`${column.label} ${index + 1}`}
        />
      );
      return (
        <FieldPlace form={form} path={path}>
          {field}
        </FieldPlace>
      );
    },
  }));
  return (
    <Field form={form} path={name} stretch>
      <AttributeEditor
        items={items}
        definition={definition}
        gridLayout={[
          {
            breakpoint: 'xs',
            rows: [columns.map(({ weight = 1 }) => weight)],
            removeButton: { width: 'auto' },
          },
          { rows: columns.map(() => [1]) },
        ]}
        addButtonText={addText}
        removeButtonText="Remove"
        empty={emptyText}
        onAddButtonClick={() => set([...items, blank])}
        onRemoveButtonClick={({ detail }) => set(items.filter((_item, index) => index !== detail.itemIndex))}
      />
    </Field>
  );
};

interface DataSectionProps {
  form: LaunchForm;
  /** Where data of this computer go, unless another place is typed. */
  bucket: string;
  roles: LaunchActions['roles'];
  children?: ReactNode;
}

/** Data lie by job and channel: two channels have a folder each. */
const folderFor = (bucket: string, job: string, channel: string): string =>
  `s3://${bucket}/${['data', job, channel]
    .map((part) => part.trim())
    .filter(Boolean)
    .join('/')}/`;

/** Input channels, and where the results go. */
export const DataSection = ({ form, bucket, roles, children }: DataSectionProps) => (
  <Container header={<Header variant="h2">Data and output</Header>}>
    <SpaceBetween size="l">
      {children}
      <UploadLine />
      <ListEditor
        form={form}
        name="channels"
        columns={[
          { key: 'name', label: 'Channel', placeholder: 'training' },
          {
            key: 's3Uri',
            label: 'S3 URI',
            placeholder: 's3://bucket/data/',
            isUri: true,
            uploadTo: ({ name }) => folderFor(bucket, form.values.name, name),
            weight: 3,
          },
          { key: 'inputMode', label: 'Input mode', choices: inputModes },
        ]}
        blank={{ name: '', s3Uri: '', inputMode: 'File' }}
        addText="Add a channel"
        emptyText="No input channels."
      />
      <ChannelSettings form={form} />
      <Field
        form={form}
        path="outputS3Uri"
        label="Output URI"
        constraintText="model.tar.gz goes to <output>/<job>/output/."
        stretch
      >
        <UriInput
          label="Output URI"
          pick="folder"
          value={form.values.outputS3Uri}
          onChange={(outputS3Uri) => form.change({ outputS3Uri })}
          onBlur={() => form.touch('outputS3Uri')}
        />
      </Field>
      <RoleField form={form} roles={roles} />
    </SpaceBetween>
  </Container>
);

export const HyperparametersSection = ({ form }: { form: LaunchForm }) => (
  <Container header={<Header variant="h2">Hyperparameters</Header>}>
    <ListEditor
      form={form}
      name="hyperparameters"
      columns={[
        { key: 'name', label: 'Name', placeholder: 'epochs' },
        { key: 'value', label: 'Value', placeholder: '10' },
      ]}
      blank={{ name: '', value: '' }}
      addText="Add a hyperparameter"
      emptyText="No hyperparameters."
    />
  </Container>
);

/** What few launches need. */
export const MoreSection = ({ form }: { form: LaunchForm }) => {
  const { tags, environment } = form.values;
  return (
    <FoldedSection
      form={form}
      title="Tags and environment variables"
      holds={['tags', 'environment']}
      set={[...tags.map(({ key }) => key), ...environment.map(({ name }) => name)]}
    >
      <SpaceBetween size="l">
        <ListEditor
          form={form}
          name="tags"
          columns={[
            { key: 'key', label: 'Tag', placeholder: 'team' },
            { key: 'value', label: 'Value', placeholder: 'vision' },
          ]}
          blank={{ key: '', value: '' }}
          addText="Add a tag"
          emptyText="No tags."
        />
        <ListEditor
          form={form}
          name="environment"
          columns={[
            { key: 'name', label: 'Variable', placeholder: 'LOG_LEVEL' },
            { key: 'value', label: 'Value', placeholder: 'debug' },
          ]}
          blank={{ name: '', value: '' }}
          addText="Add a variable"
          emptyText="No environment variables."
        />
      </SpaceBetween>
    </FoldedSection>
  );
};
