import 'server-only';
import { listEncryptionKeys } from '../aws/encryption-keys';
import { listSecurityGroups, listSubnets } from '../aws/network';
import { type EncryptionKey, type NetworkChoices } from '../training/network-choices';
import { defineUseCase } from '../use-cases/define-use-case';
import { nothing } from '../use-cases/name-inputs';
import { couldNotRead, ifOffered, readOrElse } from './read-or-else';

/** The subnets and security groups to choose from; what cannot be read is named, and is typed instead. */
export const networkChoices = defineUseCase({
  name: 'network-choices',
  input: nothing,
  access: 'watch',
  changes: false,
  run: async ({ backend }): Promise<NetworkChoices> => {
    const unread: string[] = [];
    const [subnets, securityGroups] = await Promise.all([
      readOrElse(
        () => ifOffered(() => listSubnets(backend)),
        [],
        unread,
        (error) => couldNotRead('the subnets', error, 'ec2:DescribeSubnets'),
      ),
      readOrElse(
        () => ifOffered(() => listSecurityGroups(backend)),
        [],
        unread,
        (error) => couldNotRead('the security groups', error, 'ec2:DescribeSecurityGroups'),
      ),
    ]);
    return {
      subnets: subnets ?? [],
      securityGroups: securityGroups ?? [],
      unread,
      ...(subnets === undefined && { notOffered: noNetwork }),
    };
  },
});

/** What jobs are given on a backend of one's own. */
const noNetwork =
  'This backend has no VPCs and no KMS keys: what is given here is kept and shown, without effect.';

/** The account's own KMS keys to choose from. */
export const encryptionKeys = defineUseCase({
  name: 'encryption-keys',
  input: nothing,
  access: 'watch',
  changes: false,
  run: async ({ backend }): Promise<{ keys: EncryptionKey[]; unread: string[] }> => {
    const unread: string[] = [];
    const keys = await readOrElse(
      () => ifOffered(() => listEncryptionKeys(backend)),
      [],
      unread,
      (error) => couldNotRead('the KMS keys', error, 'kms:ListAliases'),
    );
    return { keys: keys ?? [], unread };
  },
});
