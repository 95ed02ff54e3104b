import 'server-only';
import { type EncryptionKey } from '../training/network-choices';
import { type Backend } from './backends';
import { wantedClient } from './clients';
import { readPages } from './pages';
import { rememberOfAccount } from './remember-asked';
import { translating } from './translate-error';

const minuteMs = 60_000;

/**
 * The account's own KMS keys that have an alias, in the Region; remembered for a minute. AWS's own keys are what is used
 * without a choice. @throws {SpotdeckError} access-denied …
 */
export const listEncryptionKeys = (backend: Backend): Promise<EncryptionKey[]> => {
  return rememberOfAccount(backend, {
    what: 'encryption-keys',
    load: () =>
      translating(backend, 'list the account’s KMS keys', async () => {
        const { ListAliasesCommand } = await import('@aws-sdk/client-kms');
        const kms = await wantedClient(backend, 'kms', async (config) => {
          const { KMSClient } = await import('@aws-sdk/client-kms');
          return new KMSClient(config);
        });
        const pages = readPages(
          (Marker) => kms.send(new ListAliasesCommand({ Limit: 100, Marker })),
          (page) => (page.Truncated ? page.NextMarker : undefined),
        );
        const keys: EncryptionKey[] = [];
        for await (const { Aliases = [] } of pages)
          for (const { AliasName, AliasArn, TargetKeyId } of Aliases)
            if (AliasName && AliasArn && TargetKeyId && !AliasName.startsWith('alias/aws/'))
              keys.push({ alias: AliasName, arn: AliasArn.replace(AliasName, `key/${TargetKeyId}`) });
        return keys.sort((a, b) => (a.alias < b.alias ? -1 : 1));
      }),
    lifetimeMs: minuteMs,
  });
};
