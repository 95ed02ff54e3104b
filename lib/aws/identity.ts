import 'server-only';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { type Backend } from './backends';
import { getClients, noteAccount } from './clients';
import { credentialsOf } from './credentials/credentials';
import { remember } from '../process/process-memory';
import { translating } from './translate-error';

export interface Identity {
  accountId: string;
  /** Of the caller, e.g. `arn:aws:sts::123456789012:assumed-role/Admin/me`. */
  arn: string;
}

const tenMinutesMs = 600_000;

/** Remembered for the credentials that were asked for: others may be of another account. */
export const callerIdentity = (backend: Backend): Promise<Identity> =>
  translating(backend, 'find out which account this is', async () => {
    const identity = await remember(
      'identity',
      backend.endpoint ?? (await credentialsOf(backend)()).accessKeyId,
      async () => {
        const { Account, Arn } = await getClients(backend).sts.send(new GetCallerIdentityCommand({}));
        if (Account === undefined) throw new Error('STS answered without an account');
        return { accountId: Account, arn: Arn ?? '' };
      },
      tenMinutesMs,
    );
    noteAccount(backend, identity.accountId);
    return identity;
  });
