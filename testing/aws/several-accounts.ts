/** A local backend and a Region that three profiles see, two of them in one account: what pages of several backends show. */
import path from 'node:path';
import { vi } from 'vitest';
import { startBackend } from '../local/start-backend';
import { type LimitedAccount, startLimitedAccount } from './account/limited-account';
import { forgetAws, makeSharedFiles } from './shared-files';

export interface SeveralAccounts {
  /** What answers for `us-east-1`, `us-east-1~same` and `us-east-1~other`; the last is an account of its own. */
  account: LimitedAccount;
  end: () => Promise<void>;
}

/** The environment leads to them; modules that are imported from now on read it. */
export const startSeveralAccounts = async (
  profiles = ['default', 'same', 'other'],
): Promise<SeveralAccounts> => {
  const [local, remote] = await Promise.all([startBackend(), startBackend()]);
  const account = await startLimitedAccount(remote.url);
  forgetAws();
  const files = makeSharedFiles();
  files.credentials(profiles.map(keysOf).join(''));
  account.limits.accounts.set('AKIDOTHER', '111122223333');
  vi.stubEnv('AWS_ENDPOINT_URL', account.url);
  vi.stubEnv('SPOTDECK_DATA_DIR', path.join(local.dataDir, 'dashboard'));
  vi.stubEnv('SPOTDECK_LOCAL_PORT', String(local.port));
  vi.resetModules();
  return {
    account,
    end: async () => {
      files.remove();
      forgetAws();
      await account.end();
      await Promise.all([local.end(), remote.end()]);
    },
  };
};

/** A section of the credentials file, whose key tells the profile. */
const keysOf = (profile: string): string =>
  `[${profile}]\naws_access_key_id = AKID${profile.toUpperCase()}\naws_secret_access_key = secret\n`;
