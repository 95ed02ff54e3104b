/** What IAM says of an account's own denials when it is asked beforehand (SimulatePrincipalPolicy). */
import { type Denial, type Refusal } from './refusals';

const decisionOf = (denial: Denial | undefined): string => {
  const decision =
    denial === undefined
      ? 'allowed'
      : denial === 'explicit' || denial === 'scp'
        ? 'explicitDeny'
        : 'implicitDeny';
  const organization = denial?.startsWith('scp')
    ? '<OrganizationsDecisionDetail><AllowedByOrganizations>false</AllowedByOrganizations></OrganizationsDecisionDetail>'
    : '';
  const boundary =
    denial === 'boundary'
      ? '<PermissionsBoundaryDecisionDetail><AllowedByPermissionsBoundary>false</AllowedByPermissionsBoundary></PermissionsBoundaryDecisionDetail>'
      : '';
  return `<EvalDecision>${decision}</EvalDecision>${organization}${boundary}`;
};

/** @param body of the request; two results a page, so that whoever asks has to turn pages */
export const simulatedPolicy = (
  body: string,
  limits: {
    denied: ReadonlyMap<string, Denial>;
    roleLacks: ReadonlyMap<string, ReadonlyMap<string, Denial>>;
  },
): string => {
  const form = new URLSearchParams(body);
  const role = form.get('PolicySourceArn')?.split('/').at(-1) ?? '';
  const denied = limits.roleLacks.get(role) ?? limits.denied;
  const listed = (member: string) =>
    [...form].filter(([name]) => name.startsWith(`${member}.member.`)).map(([, value]) => value);
  const all = listed('ActionNames').flatMap((action) =>
    listed('ResourceArns').map(
      (resource) =>
        `<member><EvalActionName>${action}</EvalActionName><EvalResourceName>${resource}</EvalResourceName>${decisionOf(denied.get(action))}</member>`,
    ),
  );
  const from = Number(form.get('Marker') ?? 0);
  const rest = from + 2 < all.length;
  return (
    '<SimulatePrincipalPolicyResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><SimulatePrincipalPolicyResult>' +
    `<EvaluationResults>${all.slice(from, from + 2).join('')}</EvaluationResults><IsTruncated>${rest}</IsTruncated>` +
    `${rest ? `<Marker>${from + 2}</Marker>` : ''}</SimulatePrincipalPolicyResult></SimulatePrincipalPolicyResponse>`
  );
};

/** Why nothing is simulated: the role is none of the account's. */
export const simulatedFor = (
  { roles }: { roles: ReadonlyMap<string, string> },
  body: string,
): Refusal | undefined => {
  const role = /:role\/(?:.*\/)?([^/]+)$/.exec(new URLSearchParams(body).get('PolicySourceArn') ?? '')?.[1];
  return role === undefined || roles.size === 0 || roles.has(role)
    ? undefined
    : { status: 404, code: 'NoSuchEntity', message: `The role with name ${role} cannot be found.` };
};
