import { type AwsEnvironment } from '../../env';
import { filesOf, type Section, type SharedConfig } from './shared-config';

/** Where credentials come from, before any role is taken with them. */
export type Origin =
  | { kind: 'environment'; temporary: boolean }
  | { kind: 'keys'; profile: string; temporary: boolean }
  | { kind: 'process'; profile: string }
  | { kind: 'login'; profile: string }
  | SsoOrigin
  | { kind: 'web-identity'; profile?: string; roleArn?: string }
  | { kind: 'container' | 'instance'; profile?: string };

export interface SsoOrigin {
  kind: 'sso';
  profile: string;
  /** Names the session's token in AWS's cache: the session, or in older profiles its address. */
  token: string;
  session?: string;
  startUrl?: string;
  region?: string;
  accountId?: string;
  roleName?: string;
}

/** A role that is taken on the way, the last one first. */
export interface AssumedRole {
  profile: string;
  roleArn: string;
  mfa: boolean;
}

/**
 * Which credentials AWS's tools would use for a profile, told from the files alone, as the SDK follows them
 * (https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html). Asks nobody.
 */
export interface CredentialPlan {
  /** Absent: none is named, and there is no default one. */
  profile?: string;
  /** Why that profile. */
  namedBy?: 'AWS_PROFILE' | 'address' | 'default';
  roles: readonly AssumedRole[];
  origin: Origin;
}

/** Nothing can come of it: a sentence for the reader, without the full stop. */
export interface PlanFault {
  fault: string;
  /** What to run. */
  command?: string;
}

export const isFault = (one: object): one is PlanFault => 'fault' in one;

/** @param asked the profile that an address names; absent: whichever the environment names */
export const planCredentials = (
  asked: string | undefined,
  environment: AwsEnvironment,
  config: SharedConfig,
): CredentialPlan | PlanFault => {
  const named = asked ?? environment.profile;
  if (named === undefined && environment.hasKeys)
    return { roles: [], origin: { kind: 'environment', temporary: environment.hasSessionToken } };
  if (named === undefined && !givesCredentials(config.profiles.get('default'))) {
    const kind = environment.hasWebIdentity
      ? 'web-identity'
      : environment.hasContainer
        ? 'container'
        : 'instance';
    return { roles: [], origin: { kind } };
  }
  const profile = named ?? 'default';
  const namedBy = asked !== undefined ? 'address' : named === undefined ? 'default' : 'AWS_PROFILE';
  const followed = follow(profile, namedBy, environment, config);
  return isFault(followed) ? followed : { profile, namedBy, ...followed };
};

const follow = (
  first: string,
  namedBy: NonNullable<CredentialPlan['namedBy']>,
  environment: AwsEnvironment,
  config: SharedConfig,
): Pick<CredentialPlan, 'roles' | 'origin'> | PlanFault => {
  const roles: AssumedRole[] = [];
  const visited = new Set<string>();
  let profile = first;
  let askedBy = namedBy === 'AWS_PROFILE' ? ' that AWS_PROFILE names' : '';
  for (;;) {
    const section = config.profiles.get(profile);
    if (section === undefined) return missingProfile(profile, askedBy, environment, config);
    // The SDK takes keys that stand in a source profile before it takes that profile's role.
    const keys = keysOf(profile, section);
    if (visited.size > 0 && keys) return { roles, origin: keys };
    const { role_arn: roleArn, source_profile: source, credential_source: from } = section;
    if (roleArn === undefined || (source === undefined && from === undefined)) {
      const origin = originOf(profile, section, config);
      return isFault(origin) ? origin : { roles, origin };
    }
    roles.push({ profile, roleArn, mfa: section.mfa_serial !== undefined });
    if (source === undefined) return { roles, origin: credentialSource(profile, from ?? '') };
    if (visited.has(source))
      return {
        fault: `the profiles ${listed([...visited])} take their credentials from one another in a circle (source_profile)`,
      };
    visited.add(source);
    askedBy = ` that the profile "${profile}" takes its credentials from (source_profile)`;
    profile = source;
  }
};

const missingProfile = (
  profile: string,
  askedBy: string,
  environment: AwsEnvironment,
  { profiles }: SharedConfig,
): PlanFault => {
  const [configFile, credentialsFile] = filesOf(environment);
  const profileNames = [...profiles.keys()];
  const there =
    profileNames.length === 0
      ? 'There are no profiles there'
      : `Profiles there: ${listed(profileNames.slice(0, 20))}`;
  return {
    fault: `the profile "${profile}"${askedBy} is neither in ${configFile} nor in ${credentialsFile}. ${there}`,
    command: `aws configure --profile ${quoted(profile)}`,
  };
};

const keysOf = (profile: string, section: Section): Origin | undefined =>
  section.aws_access_key_id !== undefined && section.aws_secret_access_key !== undefined
    ? { kind: 'keys', profile, temporary: section.aws_session_token !== undefined }
    : undefined;

const originOf = (profile: string, section: Section, { ssoSessions }: SharedConfig): Origin | PlanFault => {
  const keys = keysOf(profile, section);
  if (keys) return keys;
  if (section.web_identity_token_file !== undefined)
    return { kind: 'web-identity', profile, ...(section.role_arn && { roleArn: section.role_arn }) };
  if (section.credential_process !== undefined) return { kind: 'process', profile };
  const session = section.sso_session;
  if (session !== undefined && !ssoSessions.has(session))
    return {
      fault: `the profile "${profile}" names the SSO session "${session}", for which there is no [sso-session ${session}]`,
      command: `aws configure sso --profile ${quoted(profile)}`,
    };
  const sso = { ...section, ...(session !== undefined && ssoSessions.get(session)) };
  const token = session ?? sso.sso_start_url;
  if (token !== undefined)
    return {
      kind: 'sso',
      profile,
      token,
      ...(session !== undefined && { session }),
      ...(sso.sso_start_url && { startUrl: sso.sso_start_url }),
      ...(sso.sso_region && { region: sso.sso_region }),
      ...(sso.sso_account_id && { accountId: sso.sso_account_id }),
      ...(sso.sso_role_name && { roleName: sso.sso_role_name }),
    };
  if (section.login_session !== undefined) return { kind: 'login', profile };
  return {
    fault: `the profile "${profile}" holds no credentials, and says nowhere where they come from`,
    command: `aws configure --profile ${quoted(profile)}`,
  };
};

const credentialSource = (profile: string, from: string): Origin =>
  from === 'EcsContainer'
    ? { kind: 'container', profile }
    : from === 'Environment'
      ? { kind: 'environment', temporary: false }
      : { kind: 'instance', profile };

const givesCredentials = (section: Section | undefined): boolean =>
  section !== undefined &&
  [
    'aws_access_key_id',
    'role_arn',
    'credential_process',
    'sso_session',
    'sso_start_url',
    'login_session',
  ].some((name) => Object.hasOwn(section, name));

const listed = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(', ');

/** As a shell takes it. */
export const quoted = (text: string): string =>
  /^[\w.@%+=:,/-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
