import 'server-only';
import { type SecurityGroup, type Subnet } from '../training/network-choices';
import { type Backend } from './backends';
import { wantedClient } from './clients';
import { readPages } from './pages';
import { rememberOfAccount } from './remember-asked';
import { translating } from './translate-error';

const minuteMs = 60_000;

/** EC2's client weighs more than all others: its code is loaded once it is asked for. */
const loadEc2 = (backend: Backend) =>
  wantedClient(backend, 'ec2', async (config) => {
    const { EC2Client } = await import('@aws-sdk/client-ec2');
    return new EC2Client(config);
  });

const perAccount = <Value>(what: string, backend: Backend, load: () => Promise<Value>) =>
  rememberOfAccount(backend, { what, load, lifetimeMs: minuteMs });

/** The account's subnets in the Region; remembered for a minute. @throws {SpotdeckError} access-denied … */
export const listSubnets = (backend: Backend): Promise<Subnet[]> =>
  perAccount('subnets', backend, () =>
    translating(backend, 'list the account’s subnets', async () => {
      const { DescribeSubnetsCommand } = await import('@aws-sdk/client-ec2');
      const ec2 = await loadEc2(backend);
      const pages = readPages(
        (NextToken) => ec2.send(new DescribeSubnetsCommand({ MaxResults: 1000, NextToken })),
        (page) => page.NextToken,
      );
      const subnets: Subnet[] = [];
      for await (const { Subnets = [] } of pages)
        for (const {
          SubnetId,
          VpcId,
          AvailabilityZone = '',
          AvailableIpAddressCount,
          Tags = [],
        } of Subnets) {
          if (SubnetId === undefined || VpcId === undefined) continue;
          const name = Tags.find(({ Key }) => Key === 'Name')?.Value;
          subnets.push({
            ...{ id: SubnetId, vpcId: VpcId, zone: AvailabilityZone },
            ...(name && { name }),
            ...(AvailableIpAddressCount !== undefined && { freeAddresses: AvailableIpAddressCount }),
          });
        }
      return subnets.sort((a, b) => order(a.vpcId, b.vpcId) || order(a.zone, b.zone) || order(a.id, b.id));
    }),
  );

/** The account's security groups in the Region; remembered for a minute. @throws {SpotdeckError} access-denied … */
export const listSecurityGroups = (backend: Backend): Promise<SecurityGroup[]> =>
  perAccount('security-groups', backend, () =>
    translating(backend, 'list the account’s security groups', async () => {
      const { DescribeSecurityGroupsCommand } = await import('@aws-sdk/client-ec2');
      const ec2 = await loadEc2(backend);
      const pages = readPages(
        (NextToken) => ec2.send(new DescribeSecurityGroupsCommand({ MaxResults: 1000, NextToken })),
        (page) => page.NextToken,
      );
      const groups: SecurityGroup[] = [];
      for await (const { SecurityGroups = [] } of pages)
        for (const { GroupId, VpcId, GroupName = '', Description } of SecurityGroups)
          if (GroupId !== undefined && VpcId !== undefined)
            groups.push({
              ...{ id: GroupId, vpcId: VpcId, name: GroupName },
              ...(Description && { description: Description }),
            });
      return groups.sort((a, b) => order(a.vpcId, b.vpcId) || order(a.name, b.name));
    }),
  );

const order = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
