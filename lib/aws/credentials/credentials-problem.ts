import { type AwsEnvironment } from '../../env';
import { isUnreachable, readAwsError } from '../read-aws-error';
import { remedyOfDenial } from '../remedy-of-denial';
import { type CredentialPlan, isFault, type Origin, type PlanFault, quoted } from './credential-plan';
import { filesOf } from './shared-config';
import { type ToldProblem } from './told-problem';

const goesOn = 'What is shown goes on by itself afterwards.';
const profileFlag = (profile: string): string =>
  profile === 'default' ? '' : ` --profile ${quoted(profile)}`;

export const ssoCommand = (profile: string): string => `aws sso login${profileFlag(profile)}`;

export const problemOfPlan = ({ fault, command }: PlanFault): ToldProblem => ({
  code: 'no-credentials',
  reason: fault,
  remedy:
    command === undefined ? `Correct the files. ${goesOn}` : `Correct it, or run \`${command}\`. ${goesOn}`,
});

/**
 * What came of a plan that looked right.
 * @param error what the SDK's provider threw, or AWS's answer to a request that it signed
 */
export const problemOf = (
  error: unknown,
  plan: CredentialPlan | PlanFault,
  environment: Pick<AwsEnvironment, 'movedFiles'>,
): ToldProblem => {
  if (isFault(plan)) return problemOfPlan(plan);
  const read = readAwsError(error);
  const text = sentenceOf(read.message);
  const [role] = plan.roles;
  if (isUnreachable(read) || networkText.test(text))
    return {
      code: 'unreachable',
      reason: `${namesOf(plan.origin)} could not be asked for: the network gave no answer (${text})`,
      remedy: "Check this machine's network.",
    };
  if (role?.mfa && /MFA|multi-factor/i.test(text))
    return {
      code: 'no-credentials',
      reason: `the profile "${role.profile}" asks for a code of a multi-factor device, which Spotdeck cannot enter`,
      remedy: `Run \`eval "$(aws configure export-credentials${profileFlag(role.profile)} --format env)"\`, which asks for it, and start Spotdeck again in the same shell without AWS_PROFILE.`,
    };
  if (role && /sts:AssumeRole/.test(text))
    return {
      code: 'access-denied',
      reason: `the profile "${role.profile}" may not take the role ${role.roleArn} (${text})`,
      remedy: `${remedyOfDenial(text)} The role's trust policy has to name who takes it, too.`,
    };
  return problemOfOrigin(plan.origin, text, environment);
};

const problemOfOrigin = (
  origin: Origin,
  text: string,
  environment: Pick<AwsEnvironment, 'movedFiles'>,
): ToldProblem => {
  const isExpired = expiredText.test(text);
  const said = text === '' ? '' : ` (${text})`;
  switch (origin.kind) {
    case 'sso':
      if (/ForbiddenException|No access/.test(text))
        return {
          code: 'access-denied',
          reason: `IAM Identity Center does not give the role ${origin.roleName ?? ''} in the account ${origin.accountId ?? ''}${said}`,
          remedy: `Ask who administers it for the assignment, or correct sso_account_id and sso_role_name of the profile "${origin.profile}".`,
        };
      return {
        code: 'no-credentials',
        reason: /not found|ENOENT|is invalid/.test(text)
          ? `nobody is signed in to the SSO session of the profile "${origin.profile}"`
          : `the SSO session of the profile "${origin.profile}" has expired`,
        remedy: `Run \`${ssoCommand(origin.profile)}\`. ${goesOn}`,
      };
    case 'login':
      return {
        code: 'no-credentials',
        reason: `the sign-in of the profile "${origin.profile}" has expired or is not there${said}`,
        remedy: `Run \`aws login${profileFlag(origin.profile)}\`. ${goesOn}`,
      };
    case 'environment':
      return {
        code: 'no-credentials',
        reason: isExpired
          ? `the credentials in the environment (AWS_ACCESS_KEY_ID, AWS_SESSION_TOKEN) have expired`
          : `AWS does not take the credentials in the environment (AWS_ACCESS_KEY_ID …)${said}`,
        remedy: 'Set new ones and start Spotdeck again: a running program keeps its environment.',
      };
    case 'keys':
      return {
        code: 'no-credentials',
        reason: isExpired
          ? `the credentials of the profile "${origin.profile}" have expired`
          : `AWS does not take the keys of the profile "${origin.profile}"${said}`,
        remedy: origin.temporary
          ? `Put new ones into ${filesOf(environment)[1]}. ${goesOn}`
          : `Run \`aws configure${profileFlag(origin.profile)}\` to enter others. ${goesOn}`,
      };
    case 'process':
      return {
        code: 'no-credentials',
        reason: `the program of the profile "${origin.profile}" (credential_process) gave no usable credentials${said}`,
        remedy: `Run \`aws sts get-caller-identity${profileFlag(origin.profile)}\` to see what it says. ${goesOn}`,
      };
    case 'web-identity':
      return {
        code: 'no-credentials',
        reason: `no role could be taken with the web identity token (AWS_WEB_IDENTITY_TOKEN_FILE)${said}`,
        remedy: "The role's trust policy has to name the token's issuer and subject.",
      };
    case 'container':
      return {
        code: 'no-credentials',
        reason: `the container's credentials could not be had${said}`,
        remedy: 'Check the role of the task or the pod.',
      };
    case 'instance':
      return isAsked(text)
        ? {
            code: 'no-credentials',
            reason: `AWS does not take the credentials of this machine's instance role${said}`,
            remedy: 'Check that the role still exists, and that the instance has it.',
          }
        : {
            code: 'no-credentials',
            reason:
              'there are no AWS credentials: none in the environment, in no profile, and no instance role',
            remedy: `Run \`aws configure\`, \`aws configure sso\` or \`aws login\`. ${goesOn} Or set AWS_PROFILE, and start Spotdeck again.`,
          };
  }
};

/** AWS itself refused, so there were credentials. */
const isAsked = (text: string): boolean => /token|signature|access key/i.test(text);

const expiredText = /expired/i;
const networkText = /ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EAI_AGAIN|TimeoutError|socket hang up/;

const namesOf = (origin: Origin): string =>
  origin.kind === 'sso' ? `the credentials of the SSO profile "${origin.profile}"` : 'the credentials';

const sentenceOf = (message: string): string => message.trim().replace(/\.+$/, '');
