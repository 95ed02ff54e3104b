/** What the launch form offers of the account's network and keys. */
export interface Subnet {
  id: string;
  vpcId: string;
  zone: string;
  name?: string;
  /** IP addresses that are free: each instance takes one. */
  freeAddresses?: number;
}

export interface SecurityGroup {
  id: string;
  vpcId: string;
  name: string;
  description?: string;
}

export interface NetworkChoices {
  subnets: readonly Subnet[];
  securityGroups: readonly SecurityGroup[];
  /** What could not be read, a sentence each. */
  unread: readonly string[];
  /** That the backend has none of these, and so nothing to read. */
  notOffered?: string;
}

export interface EncryptionKey {
  /** E.g. `alias/training`. */
  alias: string;
  arn: string;
}
