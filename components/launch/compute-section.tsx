'use client';

import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import SegmentedControl from '@cloudscape-design/components/segmented-control';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { Columns } from '@/components/shell/columns';
import { type PriceLookup } from '@/components/shell/use-price';
import { algorithmNames, isAlgorithm } from '@/lib/training/built-in-algorithms';
import { type Framework, frameworkNames, frameworks } from '@/lib/training/training-images';
import { Field, TextField } from '@/components/forms/field';
import { InstanceTypeField } from './instance-type-field';
import { type LaunchActions } from './launch-actions';
import { QuotaLine } from './quota-line';
import { type LaunchForm } from './use-launch-form';

interface ComputeSectionProps {
  form: LaunchForm;
  price: PriceLookup;
  offers: LaunchActions['offers'];
  quota: LaunchActions['quota'];
}

/** Image and instances. */
export const ComputeSection = ({ form, price, offers, quota }: ComputeSectionProps) => (
  <Container header={<Header variant="h2">Image and instances</Header>}>
    <SpaceBetween size="l">
      <ImageFields form={form} />
      <SpaceBetween size="xs">
        <InstanceTypeField form={form} price={price} offers={offers} />
        <QuotaLine form={form} quota={quota} />
      </SpaceBetween>
      <Columns count={2}>
        <TextField form={form} name="instanceCount" label="Instances" inputMode="numeric" />
        <TextField form={form} name="volumeSizeGb" label="Volume, GB" inputMode="numeric" />
      </Columns>
    </SpaceBetween>
  </Container>
);

const optionsOf = (names: readonly Framework[]) =>
  names.map((value) => ({ value, label: frameworks[value].title }));

const frameworkOptions = [
  { label: 'Frameworks', options: optionsOf(frameworkNames.filter((name) => !isAlgorithm(name))) },
  { label: 'Built-in algorithms, without a script', options: optionsOf(algorithmNames) },
];

const ImageFields = ({ form }: { form: LaunchForm }) => {
  const { image } = form.values;
  const choose = (kind: string) =>
    form.change({
      image:
        kind === 'custom' ? { kind, uri: '' } : { kind: 'framework', framework: 'pytorch', version: '2.8.0' },
    });
  return (
    <SpaceBetween size="m">
      <Field form={form} path="image" label="Image" stretch>
        <SegmentedControl
          label="Kind of image"
          selectedId={image.kind}
          options={[
            { id: 'framework', text: 'AWS framework image' },
            { id: 'custom', text: 'Image URI' },
          ]}
          onChange={({ detail }) => choose(detail.selectedId)}
        />
      </Field>
      {image.kind === 'custom' ? (
        <Field form={form} path="image.uri" label="Image URI" stretch>
          <Input
            value={image.uri}
            placeholder="123456789012.dkr.ecr.us-east-1.amazonaws.com/train:1"
            onChange={({ detail }) => form.change({ image: { kind: 'custom', uri: detail.value } })}
            onBlur={() => form.touch('image.uri')}
          />
        </Field>
      ) : (
        <Columns count={3}>
          <Field form={form} path="image.framework" label="Framework">
            <Select
              selectedOption={{ value: image.framework, label: frameworks[image.framework].title }}
              options={frameworkOptions}
              onChange={({ detail }) => {
                const framework = frameworkNames.find((name) => name === detail.selectedOption.value);
                const [version] = framework ? Object.keys(frameworks[framework].tags) : [];
                if (framework && version)
                  form.change({
                    image: { kind: 'framework', framework, version },
                    // An algorithm runs itself; a folder that was chosen comes back with the choice of a script.
                    ...(isAlgorithm(framework) && { source: { kind: 'image' }, entryPoint: '' }),
                  });
              }}
            />
          </Field>
          <Field form={form} path="image.version" label="Version">
            <Select
              selectedOption={{ value: image.version }}
              options={Object.keys(frameworks[image.framework].tags).map((value) => ({ value }))}
              filteringType="auto"
              onChange={({ detail }) =>
                form.change({ image: { ...image, version: detail.selectedOption.value ?? image.version } })
              }
            />
          </Field>
          <Box />
        </Columns>
      )}
    </SpaceBetween>
  );
};
