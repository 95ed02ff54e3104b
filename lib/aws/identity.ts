import 'server-only';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { type Backend } from './backends';
import { clientsOf } from './clients';
import { remember } from '../process/process-memory';
import { translating } from './translate-error';

export interface Identity {
  accountId: string;
  /** Of the caller, e.g. `arn:aws:sts::123456789012:assumed-role/Admin/me`. */
  arn: string;
}

const tenMinutesMs = 600_000;

export const callerIdentity = (backend: Backend): Promise<Identity> =>
  remember(
    'identity',
    backend.endpoint ?? 'aws',
    () =>
      translating(backend, 'find out which account this is', async () => {
        const { Account, Arn } = await clientsOf(backend).sts.send(new GetCallerIdentityCommand({}));
        if (Account === undefined) throw new Error('STS answered without an account');
        return { accountId: Account, arn: Arn ?? '' };
      }),
    tenMinutesMs,
  );
