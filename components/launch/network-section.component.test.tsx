import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it } from 'vitest';
import { sampleDraft } from '@/testing/training/launch-sample';
import { useForm } from '@/components/forms/use-form';
import { type LaunchDraft } from '@/lib/training/launch-draft';
import { launchInputSchema } from '@/lib/training/launch-input';
import { type NetworkChoices } from '@/lib/training/network-choices';
import { ChannelSettings } from './channel-settings';
import { launchFieldOrder } from './field-names';
import { NetworkSection } from './network-section';

const listed: NetworkChoices = {
  subnets: [
    { id: 'subnet-1', vpcId: 'vpc-a', zone: 'us-east-1a', name: 'training', freeAddresses: 7 },
    { id: 'subnet-2', vpcId: 'vpc-b', zone: 'us-east-1b' },
  ],
  securityGroups: [
    { id: 'sg-1', vpcId: 'vpc-a', name: 'default' },
    { id: 'sg-2', vpcId: 'vpc-b', name: 'default' },
  ],
  unread: [],
};

const draw = (change: Partial<LaunchDraft>, network: NetworkChoices) => {
  let values: LaunchDraft = sampleDraft(change);
  const Form = () => {
    const form = useForm({
      initial: sampleDraft(change),
      schema: launchInputSchema,
      order: launchFieldOrder,
    });
    values = form.values;
    const whole = {
      ...form,
      lookedUp: true,
      isUnchecked: false,
      lookAgain: () => {},
      rename: () => {},
      awaitDraft: () => (draft: LaunchDraft) => draft,
    };
    return (
      <>
        <NetworkSection
          form={whole}
          network={() => Promise.resolve({ ok: true, value: network })}
          keys={() =>
            Promise.resolve({
              ok: true,
              value: { keys: [], unread: ['Could not read the KMS keys: access denied (kms:ListAliases).'] },
            })
          }
        />
        <ChannelSettings form={whole} />
      </>
    );
  };
  render(<Form />);
  return () => values;
};

it('is folded while nothing in it is set, and offers what goes with the VPC that is chosen', async () => {
  const values = draw({}, listed);
  const section = screen.getByRole('button', { name: 'Network and encryption' });
  expect(section.getAttribute('aria-expanded')).toBe('false');
  await userEvent.click(section);
  await userEvent.click(await screen.findByRole('combobox', { name: 'Subnets' }));
  expect(await screen.findByText('us-east-1a · vpc-a · 7 free addresses')).toBeDefined();
  await userEvent.click(screen.getByText('training (subnet-1)'));
  expect(values().subnets).toEqual(['subnet-1']);
  const groups = screen.getByRole('combobox', { name: 'Security groups' });
  await userEvent.click(groups);
  expect(await screen.findByText('default (sg-1)')).toBeDefined();
  expect(screen.queryByText('default (sg-2)')).toBeNull();
  await userEvent.type(groups, 'group-3{Enter}');
  expect(values().securityGroupIds).toEqual(['group-3']);
  expect(screen.getByText('Give the id of a security group, such as sg-0123abcd.')).toBeDefined();
  await userEvent.click(screen.getByRole('button', { name: 'Remove group-3' }));
  expect(values().securityGroupIds).toEqual([]);
});

it('is open where something is set, names the permissions that are missing, and lets one type', async () => {
  const values = draw(
    { volumeKmsKey: 'alias/volumes' },
    {
      ...{ subnets: [], securityGroups: [] },
      unread: ['Could not read the subnets: access denied (ec2:DescribeSubnets).'],
    },
  );
  expect(await screen.findByText(/access denied \(ec2:DescribeSubnets\)/)).toBeDefined();
  expect(screen.getByText(/access denied \(kms:ListAliases\)/)).toBeDefined();
  expect(screen.getByText('KMS keys')).toBeDefined();
  const subnets = screen.getByRole('combobox', { name: 'Subnets' });
  await userEvent.type(subnets, 'subnet-a, subnet-b{Enter}');
  expect(values().subnets).toEqual(['subnet-a', 'subnet-b']);
});

it('says of each channel how it is read, and keeps what is chosen there', async () => {
  const values = draw({ channels: [{ name: 'train', s3Uri: 's3://b/d/', inputMode: 'Pipe' }] }, listed);
  await userEvent.click(screen.getByRole('button', { name: 'How channels are read, file systems' }));
  await userEvent.type(screen.getByRole('textbox', { name: 'Attributes 1' }), 'source-ref, class');
  await userEvent.click(screen.getByRole('button', { name: /^Read as 1/ }));
  await userEvent.click(await screen.findByText('Augmented manifest: JSON lines with attributes'));
  await userEvent.click(screen.getByRole('button', { name: 'Add a file system' }));
  await userEvent.type(screen.getByRole('textbox', { name: 'File system 1' }), 'fs-0123abcd');
  expect(values().channels).toEqual([
    {
      ...{ name: 'train', s3Uri: 's3://b/d/', inputMode: 'Pipe' },
      ...{ attributeNames: ['source-ref', 'class'], dataType: 'AugmentedManifestFile' },
    },
  ]);
  expect(values().fileSystems).toEqual([
    { name: '', type: 'EFS', id: 'fs-0123abcd', path: '/', access: 'ro' },
  ]);
});
