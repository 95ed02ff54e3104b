/**
 * What can be done about a denial. AWS's last words tell a grant that is missing from a policy that forbids, and whose
 * policy it is (IAM User Guide, "Troubleshoot access denied error messages").
 */
export const remedyOfDenial = (message: string): string => {
  const action = /perform: ([a-zA-Z0-9-]+:[A-Za-z0-9*]+)/.exec(message)?.[1];
  const policy =
    /(?:explicit deny in an?|because no) ([a-zA-Z -]+? polic(?:y|ies)|permissions boundary)/.exec(
      message,
    )?.[1];
  const isExplicit = message.includes('explicit deny');
  const what = action ?? 'it';
  if (policy !== undefined && ofOrganization.test(policy))
    return isExplicit
      ? `A ${policy} of the organization forbids ${what}, which no policy of the account can undo: ask who administers the organization.`
      : `The organization's ${policy} does not allow ${what}, which no policy of the account can undo: ask who administers the organization.`;
  if (isExplicit)
    return `A policy denies ${what} explicitly (${policy ?? 'AWS does not say which'}): allowing it elsewhere does not help, that deny has to go.`;
  if (policy !== undefined && !policy.startsWith('identity-based'))
    return `The ${policy} has to allow ${what} too, beside the policy of the identity.`;
  return action === undefined
    ? 'Check the policy of the identity Spotdeck runs as.'
    : `Allow ${action} in the policy of the identity Spotdeck runs as.`;
};

const ofOrganization = /service control polic|resource control polic/;
