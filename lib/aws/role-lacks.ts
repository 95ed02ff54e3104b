import 'server-only';
import { type EvaluationResult } from '@aws-sdk/client-iam';
import { isSpotdeckError } from '../errors/spotdeck-error';
import { type RoleLack, type RoleNeed } from '../training/role-needs';
import { type Backend } from './backends';
import { rememberOfAsker } from './remember-asked';
import { simulatePolicy } from './simulate-policy';

const minuteMs = 60_000;
/** Whoever may not ask is not asked for again with each letter that is typed. */
const denialMs = 15_000;

/**
 * What IAM says that the role may not do of what is needed; remembered for a minute. A bucket's, key's or registry's own
 * policy is not in it. @throws {SpotdeckError} access-denied …; unsupported, by a backend that has no policies
 */
export const roleLacks = async (
  backend: Backend,
  roleArn: string,
  needs: readonly RoleNeed[],
): Promise<RoleLack[]> => {
  const found = await Promise.all(
    needs.map(async (need) => {
      if (need.ofAnyName) {
        const usual = await simulated(backend, roleArn, { ...need, resources: need.ofAnyName });
        if (usual.every(({ EvalDecision }) => EvalDecision === 'allowed')) return [];
      }
      const results = await simulated(backend, roleArn, need);
      return results.flatMap((result): RoleLack[] =>
        result.EvalDecision === 'allowed'
          ? []
          : [
              {
                ...{ field: need.field, what: need.what },
                action: result.EvalActionName ?? need.actions.join(', '),
                // What was asked for one thing that there could be holds for all beside it.
                resource: (result.EvalResourceName ?? need.resources.join(', ')).replace(
                  /(?<=[/:])spotdeck$/,
                  '*',
                ),
                isForbidden: result.EvalDecision === 'explicitDeny' && isSettled(result),
              },
            ],
      );
    }),
  );
  return found.flat();
};

/** Whether the caller may pass the role to SageMaker. @param principal ARN of the user or role that calls */
export const mayPassRole = async (
  backend: Backend,
  principal: string,
  roleArn: string,
): Promise<'yes' | 'no' | 'depends'> => {
  const [result] = await simulated(backend, principal, {
    actions: ['iam:PassRole'],
    resources: [roleArn],
  });
  if (result === undefined) return 'depends';
  if (result.EvalDecision === 'allowed') return 'yes';
  return isSettled(result) ? 'no' : 'depends';
};

/** No condition was left open for want of what only the real call brings. */
const isSettled = ({ MissingContextValues = [] }: EvaluationResult): boolean =>
  MissingContextValues.length === 0;

const simulated = (
  backend: Backend,
  source: string,
  need: Pick<RoleNeed, 'actions' | 'resources'>,
): Promise<EvaluationResult[]> =>
  rememberOfAsker(backend, {
    what: 'role-simulations',
    key: JSON.stringify([source, need.actions, need.resources]),
    load: () => simulatePolicy(backend, source, need),
    lifetimeMs: minuteMs,
    failureMs: (error) => (isSpotdeckError(error) && error.code === 'access-denied' ? denialMs : 0),
  });
