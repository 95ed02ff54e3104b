import 'server-only';
import { type Backend } from '../aws/backends';
import { runsImages } from '../aws/capabilities';
import { callerIdentity } from '../aws/identity';
import { roleTrust } from '../aws/roles';
import { type RoleProblem } from '../training/preflight';

/** Why SageMaker cannot assume the role; undefined where it can, or may. @throws {SpotdeckError} where it cannot be read */
export const findRoleProblem = async (
  backend: Backend,
  roleArn: string,
): Promise<RoleProblem | undefined> => {
  // A backend of one's own takes roles of any account.
  if (runsImages(backend) && (await callerIdentity(backend)).accountId !== roleArn.split(':')[4])
    return 'other-account';
  const trust = await roleTrust(backend, roleArn);
  if (trust === undefined) return 'missing';
  return trust === 'no' ? 'not-trusted' : undefined;
};
