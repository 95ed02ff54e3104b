import 'server-only';
import { defaultProvider } from '@aws-sdk/credential-provider-node';
import { awsEnvironment } from '../../env';
import { inProcess } from '../../process/process-memory';
import { type CredentialPlan, isFault, planCredentials, type PlanFault } from './credential-plan';
import { problemOf, problemOfPlan } from './credentials-problem';
import { readSharedConfig } from './shared-config';
import { CredentialsProblem } from './told-problem';

/** Whose credentials: of a profile, or of whichever the environment leads to. The Region is where roles are taken. */
export interface Holder {
  profile?: string;
  region: string;
}

type Chain = ReturnType<typeof defaultProvider>;
type Provider = Chain & { memoized?: boolean };

const holderKey = ({ profile, region }: Holder): string => JSON.stringify([region, profile]);

const chains = () => inProcess('credential-chains', () => new Map<string, Chain>());

/**
 * The SDK's own chain, asked when it is needed and shared by all clients of a holder, behind a look at the files: a
 * profile that is named and not there is never replaced by what the chain finds elsewhere.
 */
export const credentialsOf = (holder: Holder): Provider => {
  const provider: Provider = async (options) => {
    const key = holderKey(holder);
    const cached = chains().get(key);
    if (cached) {
      try {
        return await cached(options);
      } catch (error) {
        chains().delete(key);
        throw new CredentialsProblem(problemOf(error, await readPlan(holder), awsEnvironment()), error);
      }
    }
    const plan = await readPlan(holder);
    if (isFault(plan)) throw new CredentialsProblem(problemOfPlan(plan));
    const chain = defaultProvider({
      ...(holder.profile !== undefined && { profile: holder.profile }),
      ignoreCache: true,
      // Where roles are taken: what no client asks for has no Region of its own.
      parentClientConfig: { region: holder.region },
    });
    chains().set(key, chain);
    return provider(options);
  };
  // The chain remembers by itself: a client that remembers too would keep what `forgetCredentials` lets go.
  provider.memoized = true;
  return provider;
};

/** AWS refused them: the next request has them read anew, from files that were written meanwhile. */
export const forgetCredentials = (holder: Holder): void => {
  chains().delete(holderKey(holder));
};

/** Where a holder's credentials come from, as the files say now. */
export const readPlan = async ({ profile }: Holder): Promise<CredentialPlan | PlanFault> =>
  planCredentials(profile, awsEnvironment(), await readSharedConfig());
