import 'server-only';
import { type Backend } from '../aws/backends';
import { callerIdentity } from '../aws/identity';
import { findPolicySource } from '../aws/permissions';
import { mayPassRole, roleLacks } from '../aws/role-lacks';
import { isNotFound } from '../errors/spotdeck-error';
import { reasonInShort } from '../errors/reason-in-short';
import { type LaunchInput } from '../training/launch-input';
import { imageOf } from '../training/launch-request';
import { type PreflightFacts, type Unchecked } from '../training/preflight';
import { roleNeedsOf } from '../training/role-needs';
import { ifOffered } from './read-or-else';

const needs = 'iam:SimulatePrincipalPolicy';

/** Undefined of a role that is not there, which is told otherwise, and where the backend simulates nothing. */
const ifThere = <Value>(ask: () => Promise<Value>): Promise<Value | undefined> =>
  ifOffered(ask).catch((error: unknown) => {
    if (isNotFound(error)) return undefined;
    throw error;
  });

/** What the role lacks for this launch, and whether the caller may pass it, as far as IAM may be asked. */
export const roleFacts = async (
  backend: Backend,
  input: LaunchInput,
  unchecked: Unchecked[],
): Promise<Pick<PreflightFacts, 'roleLacks' | 'passRole'>> => {
  const [lacks, passRole] = await Promise.allSettled([
    ifThere(async () => {
      const { accountId } = await callerIdentity(backend);
      const image = imageOf(input, backend.region);
      return roleLacks(
        backend,
        input.roleArn,
        roleNeedsOf(input, { region: backend.region, accountId, image }),
      );
    }),
    ifThere(async () => {
      const source = await findPolicySource(backend, await callerIdentity(backend));
      return source === undefined ? 'depends' : mayPassRole(backend, source, input.roleArn);
    }),
  ]);
  const whys = [lacks, passRole].map((result) =>
    result.status === 'rejected' ? reasonInShort(result.reason, needs) : undefined,
  );
  const whats = ['what the role may do', 'whether you may pass it'];
  if (whys[0] !== undefined && whys[0] === whys[1])
    unchecked.push({ field: 'roleArn', what: whats.join(', and '), why: whys[0] });
  else
    for (const [index, why] of whys.entries())
      if (why !== undefined) unchecked.push({ field: 'roleArn', what: whats[index] ?? '', why });
  return {
    ...(lacks.status === 'fulfilled' && lacks.value && lacks.value.length > 0 && { roleLacks: lacks.value }),
    ...(passRole.status === 'fulfilled' && passRole.value === 'no' && { passRole: 'no' }),
  };
};
