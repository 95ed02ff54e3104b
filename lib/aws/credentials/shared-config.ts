import 'server-only';
import { loadSharedConfigFiles } from '@smithy/core/config';
import { type AwsEnvironment } from '../../env';

/** The settings of one profile, or of one SSO session, as the files have them. */
export type Section = Readonly<Record<string, string | undefined>>;

/** What `~/.aws/config` and `~/.aws/credentials` hold. */
export interface SharedConfig {
  profiles: ReadonlyMap<string, Section>;
  ssoSessions: ReadonlyMap<string, Section>;
}

/** A missing file is an empty one, to AWS's tools too. Read anew each time: people change them while Spotdeck runs. */
export const readSharedConfig = async (): Promise<SharedConfig> => {
  const { configFile, credentialsFile } = await loadSharedConfigFiles({ ignoreCache: true });
  const profiles = new Map<string, Section>();
  const ssoSessions = new Map<string, Section>();
  for (const [name, section] of [...Object.entries(configFile), ...Object.entries(credentialsFile)]) {
    const session = /^sso-session\.(.+)$/s.exec(name)?.[1];
    if (session !== undefined) ssoSessions.set(session, section);
    else if (!name.startsWith('services.')) profiles.set(name, { ...profiles.get(name), ...section });
  }
  return { profiles, ssoSessions };
};

/** The two files as a reader finds them. A variable's own value is a path of the server, and is not shown. */
export const filesOf = ({ movedFiles }: Pick<AwsEnvironment, 'movedFiles'>): [string, string] => [
  movedFiles.includes('AWS_CONFIG_FILE') ? 'the file that AWS_CONFIG_FILE names' : '~/.aws/config',
  movedFiles.includes('AWS_SHARED_CREDENTIALS_FILE')
    ? 'the file that AWS_SHARED_CREDENTIALS_FILE names'
    : '~/.aws/credentials',
];
