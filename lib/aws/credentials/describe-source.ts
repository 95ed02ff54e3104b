import { type AwsEnvironment } from '../../env';
import { type CredentialPlan, type Origin } from './credential-plan';
import { filesOf } from './shared-config';

/**
 * By which credentials, in words.
 * @param found the SDK's own names of where it found them: the plan's last steps are what is left, which it may not be
 */
export const describeSource = (
  { profile, namedBy, origin }: CredentialPlan,
  environment: Pick<AwsEnvironment, 'movedFiles'>,
  found: readonly string[] = [],
): string => {
  const named =
    profile === undefined
      ? ''
      : namedBy === 'AWS_PROFILE'
        ? `the profile "${profile}", which AWS_PROFILE names: `
        : `the profile "${profile}": `;
  return `${named}${wordsOfOrigin(foundOrigin(origin, found), environment)}`;
};

const foundOrigin = (origin: Origin, found: readonly string[]): Origin => {
  if (origin.kind !== 'instance' && origin.kind !== 'container' && origin.kind !== 'web-identity')
    return origin;
  if (found.includes('CREDENTIALS_IMDS')) return { kind: 'instance' };
  if (found.includes('CREDENTIALS_HTTP')) return { kind: 'container' };
  return origin;
};

const wordsOfOrigin = (origin: Origin, environment: Pick<AwsEnvironment, 'movedFiles'>): string => {
  switch (origin.kind) {
    case 'environment':
      return origin.temporary
        ? 'temporary credentials in the environment (AWS_ACCESS_KEY_ID, AWS_SESSION_TOKEN)'
        : 'keys in the environment (AWS_ACCESS_KEY_ID)';
    case 'keys':
      return `${origin.temporary ? 'temporary credentials' : 'keys'} of "${origin.profile}" in ${filesOf(
        environment,
      )
        .toReversed()
        .join(' or ')}`;
    case 'process':
      return `the program that "${origin.profile}" names (credential_process)`;
    case 'login':
      return `the sign-in to the console of "${origin.profile}" (aws login)`;
    case 'sso':
      return [
        `IAM Identity Center, ${origin.session === undefined ? '' : `session "${origin.session}" at `}${origin.startUrl ?? 'an address that is not set'}`,
        ...(origin.roleName === undefined ? [] : [`role ${origin.roleName}`]),
        ...(origin.accountId === undefined ? [] : [`account ${origin.accountId}`]),
      ].join(', ');
    case 'web-identity':
      return 'a role taken with a web identity token (AWS_WEB_IDENTITY_TOKEN_FILE)';
    case 'container':
      return 'the role of the container that Spotdeck runs in';
    case 'instance':
      return 'the role of the instance that Spotdeck runs on';
  }
};
