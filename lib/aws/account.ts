import 'server-only';
import { ListAccountAliasesCommand } from '@aws-sdk/client-iam';
import { getSSOTokenFromFile } from '@smithy/core/config';
import { getEndpointFromInstructions } from '@smithy/core/endpoints';
import { awsEnvironment } from '../env';
import { reasonInShort } from '../errors/reason-in-short';
import { remember } from '../process/process-memory';
import { type AccountView } from '../training/account';
import { partitionOf } from '../training/aws-partitions';
import { type Backend } from './backends';
import { type Clients, getClients } from './clients';
import { type CredentialPlan, isFault } from './credentials/credential-plan';
import { credentialsOf, readPlan } from './credentials/credentials';
import { ssoCommand } from './credentials/credentials-problem';
import { describeSource } from './credentials/describe-source';
import { callerIdentity } from './identity';
import { translating } from './translate-error';

/**
 * Who asks, by which credentials, until when, and where. No secret is among it.
 * @throws {SpotdeckError} no-credentials with what to run, region-disabled, unreachable …
 */
export const readAccount = async (backend: Backend): Promise<AccountView> => {
  const { accountId, arn } = await callerIdentity(backend);
  const { region, endpoint } = backend;
  const shared = { region, accountId, arn, addresses: await findAddresses(getClients(backend)) };
  if (endpoint !== undefined)
    return {
      ...shared,
      partition: 'none: a program on this machine',
      alias: {},
      source: 'none: whatever signs a request is taken, and no key of AWS is ever sent here',
      roles: [],
      standsIn: true,
    };
  const partition = partitionOf(region);
  return {
    ...shared,
    partition: `${partition.label} (${partition.id})`,
    alias: await readAlias(backend),
    ...(await readSource(backend)),
    ...readClock(getClients(backend)),
  };
};

const readSource = async (
  backend: Backend,
): Promise<Pick<AccountView, 'source' | 'roles' | 'until' | 'signInUntil' | 'command'>> => {
  const [credentials, plan] = await translating(backend, 'tell whose credentials these are', () =>
    Promise.all([credentialsOf(backend)(), readPlan(backend)]),
  );
  const { expiration } = credentials;
  const until = expiration === undefined ? {} : { until: expiration.getTime() };
  const found = '$source' in credentials ? Object.keys(Object(credentials.$source)) : [];
  // The files are others than when these credentials were found.
  if (isFault(plan)) return { source: 'credentials that the files no longer lead to', roles: [], ...until };
  return {
    source: describeSource(plan, awsEnvironment(), found),
    roles: plan.roles.map(({ profile, roleArn }) => ({ profile, roleArn })).toReversed(),
    ...until,
    ...(await readSignIn(plan)),
  };
};

const readSignIn = async ({
  origin,
}: CredentialPlan): Promise<Pick<AccountView, 'signInUntil' | 'command'>> => {
  if (origin.kind !== 'sso') return {};
  const command = ssoCommand(origin.profile);
  try {
    const signInUntil = Date.parse((await getSSOTokenFromFile(origin.token)).expiresAt);
    return Number.isNaN(signInUntil) ? { command } : { signInUntil, command };
  } catch {
    // Credentials of a session that was signed out of hold on until they end; then the command is what helps.
    return { command };
  }
};

const tenMinutesMs = 600_000;

/** Not everybody may know it; that is no failure of the page. */
const readAlias = async (backend: Backend): Promise<AccountView['alias']> => {
  try {
    return await remember(
      'account-alias',
      (await credentialsOf(backend)()).accessKeyId,
      async () => {
        const { AccountAliases } = await translating(backend, "read the account's alias", () =>
          getClients(backend).iam.send(new ListAccountAliasesCommand({})),
        );
        const [name] = AccountAliases ?? [];
        return name === undefined ? {} : { name };
      },
      tenMinutesMs,
    );
  } catch (error) {
    return { unknown: reasonInShort(error, 'iam:ListAccountAliases') };
  }
};

/** By what the SDK itself would ask: addresses that are set in the environment or the files are among them. */
const findAddresses = (clients: Clients): Promise<AccountView['addresses']> =>
  Promise.all(
    Object.values(clients).map(async ({ config }: Clients[keyof Clients]) => {
      const { url } = await getEndpointFromInstructions(
        {},
        { getEndpointParameterInstructions: () => ({ ...regionInstructions }) },
        { ...config },
      );
      return { service: config.serviceId, url: url.origin };
    }),
  );

const regionInstructions = {
  Region: { type: 'builtInParams', name: 'region' },
  UseFIPS: { type: 'builtInParams', name: 'useFipsEndpoint' },
  UseDualStack: { type: 'builtInParams', name: 'useDualstackEndpoint' },
  Endpoint: { type: 'builtInParams', name: 'endpoint' },
} as const;

/** AWS takes what is signed within five minutes; the SDK signs with AWS's time from its first answer on. */
const worthTellingMs = 60_000;

const readClock = ({ sts }: Clients): Pick<AccountView, 'clockBehindMs'> => {
  const offset = sts.config.systemClockOffset;
  return Math.abs(offset) < worthTellingMs ? {} : { clockBehindMs: offset };
};
