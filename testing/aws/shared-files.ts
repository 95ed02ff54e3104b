/** A person's `~/.aws`, made for a test: config, credentials and SSO tokens in a home folder of their own. */
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { vi } from 'vitest';

export interface SharedFiles {
  config(text: string): void;
  credentials(text: string): void;
  /** As `aws sso login` leaves it. @param name of the session, or its address */
  ssoToken(name: string, expiresAt: Date, accessToken?: string): void;
  remove(): void;
}

const variables = [
  ...['AWS_PROFILE', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', 'AWS_ROLE_ARN'],
  ...['AWS_WEB_IDENTITY_TOKEN_FILE', 'AWS_CONFIG_FILE', 'AWS_SHARED_CREDENTIALS_FILE', 'AWS_REGION'],
  ...['AWS_CONTAINER_CREDENTIALS_RELATIVE_URI', 'AWS_CONTAINER_CREDENTIALS_FULL_URI'],
  ...['AWS_CONTAINER_AUTHORIZATION_TOKEN', 'AWS_EC2_METADATA_SERVICE_ENDPOINT', 'AWS_ENDPOINT_URL_SSO'],
];

/** Nothing of this machine's own credentials is left in the environment. */
export const makeSharedFiles = (): SharedFiles => {
  const home = mkdtempSync(path.join(tmpdir(), 'spotdeck-home-'));
  mkdirSync(path.join(home, '.aws/sso/cache'), { recursive: true });
  for (const name of variables) vi.stubEnv(name, undefined);
  vi.stubEnv('HOME', home);
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
  const write = (file: string, text: string) => writeFileSync(path.join(home, '.aws', file), text);
  return {
    config: (text) => write('config', text),
    credentials: (text) => write('credentials', text),
    ssoToken: (name, expiresAt, accessToken = 'kept-secret') =>
      write(
        `sso/cache/${createHash('sha1').update(name).digest('hex')}.json`,
        JSON.stringify({ accessToken, expiresAt: expiresAt.toISOString() }),
      ),
    remove: () => {
      vi.unstubAllEnvs();
      rmSync(home, { recursive: true, force: true });
    },
  };
};

/** What the process knows of credentials and clients, as after a start. */
export const forgetAws = (): void => {
  const memory = globalThis as { [key: symbol]: unknown };
  for (const name of [
    ...[
      'aws-availability',
      'aws-availability-asked',
      'credential-chains',
      'clients',
      'call-budgets',
      'identity',
    ],
  ])
    delete memory[Symbol.for(`spotdeck.${name}`)];
};
