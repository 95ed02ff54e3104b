'use client';

import Autosuggest from '@cloudscape-design/components/autosuggest';
import Box from '@cloudscape-design/components/box';
import Checkbox from '@cloudscape-design/components/checkbox';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { Field } from '@/components/forms/field';
import { Columns } from '@/components/shell/columns';
import { TryAgain } from '@/components/shell/try-again';
import { useFollowed } from '@/components/shell/use-followed';
import { type LaunchDraft } from '@/lib/training/launch-draft';
import { type EncryptionKey, type NetworkChoices } from '@/lib/training/network-choices';
import { FoldedSection } from './folded-section';
import { IdListField } from './id-list-field';
import { type LaunchActions } from './launch-actions';
import { type LaunchForm } from './use-launch-form';

interface NetworkSectionProps {
  form: LaunchForm;
  network: LaunchActions['network'];
  keys: LaunchActions['keys'];
}

const fields = [
  ...['subnets', 'securityGroupIds', 'networkIsolation', 'trafficEncryption'],
  ...['outputKmsKey', 'volumeKmsKey'],
];

/** A VPC, isolation, and keys of one's own. */
export const NetworkSection = ({ form, ...actions }: NetworkSectionProps) => (
  <FoldedSection
    form={form}
    title="Network and encryption"
    about="VPC, network isolation, KMS keys."
    holds={fields}
    set={setOf(form.values)}
  >
    <NetworkFields form={form} {...actions} />
  </FoldedSection>
);

const setOf = ({ subnets = [], securityGroupIds = [], ...draft }: LaunchDraft): string[] => [
  ...(subnets.length + securityGroupIds.length > 0 ? ['VPC'] : []),
  ...(draft.networkIsolation ? ['network isolation'] : []),
  ...(draft.trafficEncryption ? ['encryption between instances'] : []),
  ...(draft.outputKmsKey || draft.volumeKmsKey ? ['KMS keys'] : []),
];

/** Drawn once the section is open: nobody else asks for the account's network. */
const NetworkFields = ({ form, network, keys }: NetworkSectionProps) => {
  const choices = useFollowed('network', network, () => false);
  const aliases = useFollowed('keys', keys, () => false);
  const { subnets = [], securityGroups = [] } = choices.value ?? {};
  // Each names the permission that is missing.
  const unread = [...unreadOf(choices), ...unreadOf(aliases)];
  const isLoading = choices.value === undefined && choices.failure === undefined;
  const vpc = vpcOf(form.values, choices.value);
  const inVpc = <Choice extends { vpcId: string }>(all: readonly Choice[]) =>
    all.filter(({ vpcId }) => vpc === undefined || vpcId === vpc);
  return (
    <SpaceBetween size="l">
      {choices.value?.notOffered !== undefined && (
        <Box color="text-body-secondary">{choices.value.notOffered}</Box>
      )}
      {unread.length > 0 && (
        <Box color="text-body-secondary">
          {unread.map((sentence) => (
            <div key={sentence}>{sentence}</div>
          ))}
          What is not listed can be typed.{' '}
          <TryAgain
            what="network and keys"
            onTry={() => {
              void choices.ask();
              void aliases.ask();
            }}
          />
        </Box>
      )}
      <IdListField
        form={form}
        name="subnets"
        label="Subnets"
        placeholder="subnet-0123abcd"
        constraintText="Up to 16 of one VPC. Several zones give spot more places to find capacity."
        isLoading={isLoading}
        choices={inVpc(subnets).map(({ id, name, zone, vpcId, freeAddresses }) => ({
          value: id,
          label: name === undefined ? id : `${name} (${id})`,
          description: [
            zone,
            vpcId,
            ...(freeAddresses === undefined ? [] : [`${freeAddresses} free addresses`]),
          ].join(' · '),
        }))}
      />
      <IdListField
        form={form}
        name="securityGroupIds"
        label="Security groups"
        placeholder="sg-0123abcd"
        constraintText="Up to 5 of the same VPC. They must let the instances reach S3."
        isLoading={isLoading}
        choices={inVpc(securityGroups).map(({ id, name, vpcId, description }) => ({
          value: id,
          label: `${name} (${id})`,
          description: [vpcId, ...(description === undefined ? [] : [description])].join(' · '),
        }))}
      />
      <Columns count={2}>
        <Field form={form} path="networkIsolation">
          <Checkbox
            checked={form.values.networkIsolation ?? false}
            description="The container reaches no network, S3 included: SageMaker brings data and takes results."
            onChange={({ detail }) => form.change({ networkIsolation: detail.checked })}
          >
            Network isolation
          </Checkbox>
        </Field>
        <Field form={form} path="trafficEncryption">
          <Checkbox
            checked={form.values.trafficEncryption ?? false}
            description="What instances of one job send each other is encrypted; training takes longer."
            onChange={({ detail }) => form.change({ trafficEncryption: detail.checked })}
          >
            Encryption between instances
          </Checkbox>
        </Field>
        <KeyField
          form={form}
          name="outputKmsKey"
          label="KMS key of the output"
          constraintText="An id, an ARN or an alias; S3’s own key without."
          keys={aliases.value?.keys}
        />
        <KeyField
          form={form}
          name="volumeKmsKey"
          label="KMS key of the volumes"
          constraintText="An id or an ARN; no alias."
          keys={aliases.value?.keys}
        />
      </Columns>
    </SpaceBetween>
  );
};

/** What could not be read, but for credentials: that stands at the top of the form. */
const unreadOf = ({
  value,
  failure,
}: {
  value?: { unread: readonly string[] };
  failure?: { code: string; message: string };
}): readonly string[] =>
  failure === undefined ? (value?.unread ?? []) : failure.code === 'no-credentials' ? [] : [failure.message];

/** The VPC that is chosen already, where it is known: others do not go with it. */
const vpcOf = (
  { subnets = [], securityGroupIds = [] }: LaunchDraft,
  choices: NetworkChoices | undefined,
): string | undefined =>
  [...(choices?.subnets ?? []), ...(choices?.securityGroups ?? [])].find(
    ({ id }) => subnets.includes(id) || securityGroupIds.includes(id),
  )?.vpcId;

interface KeyFieldProps {
  form: LaunchForm;
  name: 'outputKmsKey' | 'volumeKmsKey';
  label: string;
  constraintText: string;
  /** Absent while they are being listed, or where they could not be. */
  keys: readonly EncryptionKey[] | undefined;
}

const KeyField = ({ form, name, label, constraintText, keys }: KeyFieldProps) => (
  <Field form={form} path={name} label={label} constraintText={constraintText} stretch>
    <Autosuggest
      value={form.values[name] ?? ''}
      options={(keys ?? []).map(({ alias, arn }) => ({
        value: arn,
        label: alias.replace('alias/', ''),
        description: arn,
      }))}
      enteredTextLabel={(value) => `Use ${value}`}
      onChange={({ detail }) => form.change({ [name]: detail.value })}
      onBlur={() => form.touch(name)}
      empty={keys === undefined ? undefined : 'The account has no key with an alias'}
    />
  </Field>
);
