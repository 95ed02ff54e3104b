/**
 * What of a job's network, keys, warm pool and command contradicts the rest of the launch. Sources: the members' own
 * descriptions, https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_VpcConfig.html, API_ResourceConfig.html,
 * and the Developer Guide's train-warm-pools.html.
 */
import { type LaunchInput } from './launch-input';
import { type Finding } from './finding';
import { type PreflightFacts } from './preflight';

export const surroundingFindings = (input: LaunchInput, facts: PreflightFacts): Finding[] => [
  ...vpcFindings(input, facts),
  ...(input.warmPoolSeconds !== undefined && input.spot
    ? [
        error(
          'warmPoolSeconds',
          'A warm pool keeps the instances after the job, and spot instances are not kept.',
          'Leave it empty, or turn spot off.',
        ),
      ]
    : []),
  ...(input.trafficEncryption && input.instanceType !== '' && input.instanceCount === 1
    ? [
        warning(
          'trafficEncryption',
          'This encrypts what the instances send each other, and there is one.',
          'It costs time and protects nothing until there are two.',
        ),
      ]
    : []),
  ...(input.volumeKmsKey && hasOwnDisk(input.instanceType)
    ? [
        warning(
          'volumeKmsKey',
          `${input.instanceType} has disks of its own, which its hardware encrypts: SageMaker takes no key for them.`,
          'Leave the key empty, or choose a type without.',
        ),
      ]
    : []),
  ...((input.containerEntrypoint ?? []).length > 0 && input.source.kind !== 'image'
    ? [
        warning(
          'containerEntrypoint',
          'This takes the place of the command that starts the script: the script runs only if this one does it.',
          'Leave it empty to have the image run the script.',
        ),
      ]
    : []),
];

const vpcFindings = (input: LaunchInput, { vpcs = [] }: PreflightFacts): Finding[] => {
  const { subnets = [], securityGroupIds = [] } = input;
  const vpcOf = (id: string) => vpcs.find((each) => each.id === id)?.vpc;
  const missing = (ids: readonly string[], field: string, what: string) =>
    ids.flatMap((id, index) =>
      vpcOf(id) === null
        ? [
            error(
              `${field}.${index}`,
              `There is no ${what} ${id} in this Region of the account.`,
              'Choose one of the list.',
            ),
          ]
        : [],
    );
  const inVpcs = [...new Set([...subnets, ...securityGroupIds].flatMap((id) => vpcOf(id) ?? []))];
  return [
    ...(subnets.length > 0 && securityGroupIds.length === 0
      ? [
          error(
            'securityGroupIds',
            'In a VPC the instances need a security group.',
            'Give one, or take the subnets out.',
          ),
        ]
      : []),
    ...(subnets.length === 0 && securityGroupIds.length > 0
      ? [
          error(
            'subnets',
            'Security groups are of a VPC, and no subnet of it is given.',
            'Give one, or take the security groups out.',
          ),
        ]
      : []),
    ...missing(subnets, 'subnets', 'subnet'),
    ...missing(securityGroupIds, 'securityGroupIds', 'security group'),
    ...(inVpcs.length > 1
      ? [
          error(
            securityGroupIds.some((id) => vpcOf(id) !== vpcOf(subnets[0] ?? ''))
              ? 'securityGroupIds'
              : 'subnets',
            `These are of several VPCs: ${inVpcs.join(', ')}.`,
            'Choose subnets and security groups of one VPC.',
          ),
        ]
      : []),
  ];
};

/** Families with local NVMe storage, by EC2's pages of instance types. */
const hasOwnDisk = (instanceType: string): boolean =>
  /^ml\.(?:g4dn|g5|g6|g6e|p3dn|p4d|p4de|p5|p5e|p5en|r5d|trn1|trn1n)\./.test(instanceType);

const error = (field: string, reason: string, remedy: string): Finding => ({
  ...{ severity: 'error', field, reason, remedy },
});
const warning = (field: string, reason: string, remedy: string): Finding => ({
  ...{ severity: 'warning', field, reason, remedy },
});
