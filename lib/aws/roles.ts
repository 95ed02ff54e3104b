import 'server-only';
import { GetRoleCommand, ListRolesCommand, type Role } from '@aws-sdk/client-iam';
import { isNotFound, isSpotdeckError } from '../errors/spotdeck-error';
import { type Trust, trustOf } from '../training/trust-policy';
import { type Backend } from './backends';
import { getClients } from './clients';
import { readPages } from './pages';
import { rememberOfAccount, rememberOfAsker } from './remember-asked';
import { translating } from './translate-error';

const minuteMs = 60_000;
/** Whoever may not ask is not asked for again with each letter that is typed. */
const denialMs = 15_000;

/** ARNs of the account's roles that SageMaker may assume, or may under conditions; remembered for a minute. */
export const listExecutionRoles = (backend: Backend): Promise<string[]> => {
  return rememberOfAccount(backend, {
    what: 'execution-roles',
    load: () =>
      translating(backend, 'list the account’s roles', async () => {
        const pages = readPages(
          (Marker) => getClients(backend).iam.send(new ListRolesCommand({ MaxItems: 1000, Marker })),
          (page) => page.Marker,
        );
        const arns: string[] = [];
        for await (const { Roles = [] } of pages)
          arns.push(
            ...Roles.flatMap((role) => (trustIn(role) !== 'no' && role.Arn !== undefined ? [role.Arn] : [])),
          );
        return arns.sort();
      }),
    lifetimeMs: minuteMs,
  });
};

export const readRole = (backend: Backend, name: string): Promise<Role | undefined> =>
  translating(backend, `read the role ${name}`, async () => {
    const { Role } = await getClients(backend).iam.send(new GetRoleCommand({ RoleName: name }));
    return Role;
  });

/**
 * Whether SageMaker may assume the role; undefined where there is none of that name. What stands in the way is not
 * remembered: it may have been mended since. @throws access-denied …
 */
export const roleTrust = (backend: Backend, arn: string): Promise<Trust | undefined> =>
  rememberOfAsker(backend, {
    what: 'role-trusts',
    key: arn,
    load: () => readTrust(backend, arn),
    lifetimeMs: (trust) => (trust === undefined || trust === 'no' ? 0 : minuteMs),
    failureMs: (error) => (isSpotdeckError(error) && error.code === 'access-denied' ? denialMs : 0),
  });

const readTrust = async (backend: Backend, arn: string): Promise<Trust | undefined> => {
  const name = /:role\/(?:.*\/)?([\w+=,.@-]{1,64})$/.exec(arn)?.[1];
  if (name === undefined) return undefined;
  try {
    const role = await readRole(backend, name);
    return role && trustIn(role);
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
};

const trustIn = ({ AssumeRolePolicyDocument: document }: Pick<Role, 'AssumeRolePolicyDocument'>): Trust =>
  document === undefined ? 'depends' : trustOf(document);
