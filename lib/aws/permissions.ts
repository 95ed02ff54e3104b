import 'server-only';
import { type EvaluationResult } from '@aws-sdk/client-iam';
import deploy from '../../iam/deploy.json';
import launch from '../../iam/launch.json';
import watch from '../../iam/watch.json';
import { reasonInShort } from '../errors/reason-in-short';
import {
  type Duty,
  type Need,
  type PermissionCheck,
  principalOf,
  type Verdict,
  wordsOf,
} from '../training/account';
import { partitionOf } from '../training/aws-partitions';
import { type Backend } from './backends';
import { callerIdentity, type Identity } from './identity';
import { rememberOfAsker } from './remember-asked';
import { readRole } from './roles';
import { simulatePolicy } from './simulate-policy';
import { keysOf } from '../training/keyed';

interface Statement {
  Sid: string;
  Action: readonly string[];
  Resource: string | readonly string[];
}
const documents: Record<Duty, { Statement: readonly Statement[] }> = { watch, launch, deploy };

/** What each part of the use cases needs: the policies in `iam/`, which a test holds to the code. */
const statements = keysOf(documents).flatMap((duty) =>
  documents[duty].Statement.map((statement) => ({ duty, ...statement })),
);

/**
 * What the use cases need, and whether IAM says that it is allowed: for jobs, endpoints and buckets of the names that
 * Spotdeck gives by itself. IAM does not tell what a bucket's or a key's own policy says.
 */
export const checkPermissions = async (backend: Backend): Promise<PermissionCheck> => {
  const unknown = (unchecked: string): PermissionCheck => ({ needs: statements.map(needOf()), unchecked });
  if (backend.endpoint !== undefined)
    return { needs: statements.map(needOf(new Map(), { kind: 'allowed' })) };
  try {
    const identity = await callerIdentity(backend);
    const principal = principalOf(identity.arn);
    if (principal.kind === 'root')
      return unknown(
        'this is the root user, who may do all that the organization does not forbid; better use a role',
      );
    if (principal.kind === 'other')
      return unknown('IAM tells it for users and roles, and these credentials are of neither');
    const source = await findSource(backend, principal);
    return { needs: statements.map(needOf(await simulate(backend, identity, source))) };
  } catch (error) {
    return unknown(`could not check: ${reasonInShort(error, 'iam:SimulatePrincipalPolicy')}`);
  }
};

/** Whose policies hold for the caller; undefined for the root user and for what has no policies of its own. */
export const findPolicySource = async (backend: Backend, { arn }: Identity): Promise<string | undefined> => {
  const principal = principalOf(arn);
  return principal.kind === 'root' || principal.kind === 'other' ? undefined : findSource(backend, principal);
};

const findSource = (
  backend: Backend,
  principal: Extract<ReturnType<typeof principalOf>, { kind: 'role' | 'entity' }>,
): Promise<string> =>
  principal.kind === 'role' ? roleArn(backend, principal.name) : Promise.resolve(principal.arn);

/** A session does not tell its role's path; it is that of the role as long as there is one. */
const roleArn = (backend: Backend, name: string): Promise<string> =>
  rememberOfAsker(backend, {
    what: 'role-arns',
    key: name,
    load: async () => {
      const role = await readRole(backend, name);
      if (role?.Arn === undefined) throw new Error('IAM answered without the ARN of the role');
      return role.Arn;
    },
    lifetimeMs: minuteMs,
  });

const minuteMs = 60_000;

const simulate = async (
  backend: Backend,
  identity: Identity,
  source: string,
): Promise<ReadonlyMap<string, Verdict>> => {
  const verdicts = new Map<string, Verdict>();
  for (const { Action, Resource } of statements) {
    const results = await simulatePolicy(backend, source, {
      actions: Action,
      resources: [Resource].flat().map((resource) => resourceOf(resource, backend, identity)),
    });
    for (const result of results) {
      const verdict = verdictOf(result);
      // An action is asked for several resources: it is needed of each.
      const key = keyOf(Action, result.EvalActionName ?? '');
      if (verdict.kind !== 'allowed' || !verdicts.has(key)) verdicts.set(key, verdict);
    }
  }
  return verdicts;
};

const verdictOf = (result: EvaluationResult): Verdict => {
  if (result.EvalDecision === 'allowed') return { kind: 'allowed' };
  if (result.OrganizationsDecisionDetail?.AllowedByOrganizations === false) return { kind: 'organization' };
  if (result.EvalDecision === 'explicitDeny') return { kind: 'denied' };
  const isInside = result.PermissionsBoundaryDecisionDetail?.AllowedByPermissionsBoundary;
  return { kind: isInside === false ? 'boundary' : 'not-granted' };
};

/** The same action may be allowed for one part's resources and not for another's. */
const keyOf = (actions: readonly string[], action: string): string => `${actions.join()} ${action}`;

const needOf =
  (verdicts: ReadonlyMap<string, Verdict> = new Map(), otherwise?: Verdict) =>
  ({ duty, Sid, Action }: (typeof statements)[number]): Need => ({
    duty,
    what: wordsOf(Sid),
    actions: Action.map((action) => {
      const verdict = verdicts.get(keyOf(Action, action)) ?? otherwise;
      return { action, ...(verdict && { verdict }) };
    }),
  });

/** The documents' account, Regions and stars as a resource that there could be. */
const resourceOf = (resource: string, { region }: Backend, { accountId }: Identity): string =>
  resource
    .replace(/^arn:aws:/, `arn:${partitionOf(region).id}:`)
    .replaceAll('111122223333', accountId)
    .replace(/:(sagemaker|logs):\*:/, `:$1:${region}:`)
    .replace('sagemaker-*-', `sagemaker-${region}-`)
    .replace(/(?<=[/:])\*$/, 'spotdeck');
