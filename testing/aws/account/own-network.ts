/** The account's subnets, security groups and KMS aliases, as EC2 and KMS page them. */
import { type OwnAnswer } from './own-answers';
import { accountId } from './refusals';

export interface OwnNetwork {
  subnets: { id: string; vpcId: string; zone: string; name?: string; free?: number }[];
  securityGroups: { id: string; vpcId: string; name: string }[];
}

const pageSize = 2;

/**
 * DescribeSubnets and DescribeSecurityGroups; the pages are shorter than what is asked for, as AWS's may be.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSubnets.html
 */
export const networkPage = (
  { subnets, securityGroups }: OwnNetwork,
  operation: string,
  body: string,
): OwnAnswer | undefined => {
  const from = Number(new URLSearchParams(body).get('NextToken') ?? 0);
  const answer = (set: string, items: readonly string[]) => ({
    contentType: 'text/xml',
    body:
      `<${operation}Response xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>own</requestId>` +
      `<${set}>${items.slice(from, from + pageSize).join('')}</${set}>` +
      `${from + pageSize < items.length ? `<nextToken>${from + pageSize}</nextToken>` : ''}</${operation}Response>`,
  });
  if (operation === 'DescribeSubnets')
    return answer(
      'subnetSet',
      subnets.map(
        ({ id, vpcId, zone, name, free = 250 }) =>
          `<item><subnetId>${id}</subnetId><vpcId>${vpcId}</vpcId><availabilityZone>${zone}</availabilityZone>` +
          `<availableIpAddressCount>${free}</availableIpAddressCount>` +
          `${name === undefined ? '' : `<tagSet><item><key>Name</key><value>${name}</value></item></tagSet>`}</item>`,
      ),
    );
  if (operation === 'DescribeSecurityGroups')
    return answer(
      'securityGroupInfo',
      securityGroups.map(
        ({ id, vpcId, name }) =>
          `<item><groupId>${id}</groupId><groupName>${name}</groupName><vpcId>${vpcId}</vpcId>` +
          `<groupDescription>of ${name}</groupDescription></item>`,
      ),
    );
  return undefined;
};

/** ListAliases: https://docs.aws.amazon.com/kms/latest/APIReference/API_ListAliases.html */
export const keysPage = (keys: ReadonlyMap<string, string>, body: string): OwnAnswer => {
  const { Marker = '0' } = JSON.parse(body || '{}') as { Marker?: string };
  const from = Number(Marker);
  const all = [...keys].map(([AliasName, TargetKeyId]) => ({
    AliasName,
    AliasArn: `arn:aws:kms:us-east-1:${accountId}:${AliasName}`,
    TargetKeyId,
  }));
  const isMore = from + pageSize < all.length;
  return {
    contentType: 'application/x-amz-json-1.1',
    body: JSON.stringify({
      Aliases: all.slice(from, from + pageSize),
      Truncated: isMore,
      ...(isMore && { NextMarker: String(from + pageSize) }),
    }),
  };
};
