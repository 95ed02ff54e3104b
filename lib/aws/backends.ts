import 'server-only';
import { awsEnvironment, settings } from '../env';
import { SpotdeckError } from '../errors/spotdeck-error';
import { inProcess, remember } from '../process/process-memory';
import { allRegions, partitionOf, regionsBeside } from '../training/aws-partitions';
import { readSlug, slugOf } from '../training/backend-slug';
import { capitalized } from '../training/format';
import { credentialsOf } from './credentials/credentials';
import { readSharedConfig, type SharedConfig } from './credentials/shared-config';
import { toldIn } from './credentials/told-problem';

/**
 * Where the dashboard can look: the local backend, which is an endpoint URL and nothing else, and the Regions
 * of AWS, as whoever the environment or a profile says.
 */
export interface Backend {
  /** First path segment of every page: `local`, the Region, or the Region as a profile sees it. */
  slug: string;
  label: string;
  region: string;
  /** Base URL of a backend that is not AWS's own. */
  endpoint?: string;
  /** Whose credentials of the shared files; absent: whichever the environment leads to. */
  profile?: string;
  /** Of another account than the one that is looked at. */
  isOtherAccount?: true;
  /** Whether the backend can be asked at all; if not, why, and what the reader can do about it. */
  available: true | { reason: string; remedy: string };
}

/**
 * How often a backend may be asked for what changes, and for what changes `slowly`, in ms: AWS limits its calls, one's own
 * backend does not.
 */
export const paceOf = ({ endpoint }: Backend): { freshMs: number; endMs: number; slowlyMs: number } =>
  endpoint === undefined
    ? { freshMs: 5_000, endMs: 10_000, slowlyMs: 60_000 }
    : { freshMs: 900, endMs: 250, slowlyMs: 2_000 };

const localBackend = (): Backend => ({
  slug: 'local',
  label: 'Local backend',
  region: 'us-east-1',
  endpoint: `http://127.0.0.1:${settings.localPort}`,
  available: true,
});

/**
 * The local backend, then the Regions of the account that is looked at, which are unavailable while it has no credentials,
 * then the other accounts: who the environment leads to, and each profile of the shared files. Of those nothing is asked
 * before they are chosen.
 */
export const listBackends = async (current: Backend = localBackend()): Promise<Backend[]> => {
  const config = await readSharedConfig();
  const { profile } = current;
  const available = await awsAvailability(profile);
  const own = current.endpoint === undefined ? current.region : homeOf(undefined, config);
  const regions = offered(regionsBeside(own)).map((region) => awsBackend(region, profile, available));
  // A Region that an address names is shown even where it is not offered.
  const shown = [current, ...regions].some(({ slug }) => slug === current.slug)
    ? regions
    : [current, ...regions];
  return [localBackend(), ...shown, ...otherAccounts(current, own, config)];
};

/** In the Region that is looked at where their partition has it, else in the one that the files name for them. */
const otherAccounts = (current: Backend, own: string, config: SharedConfig): Backend[] => {
  // The one that the environment leads to anyway needs no second address.
  const { profile: named, hasKeys } = awsEnvironment();
  const leading = named ?? (hasKeys ? undefined : 'default');
  const profiles = [...config.profiles.keys()].filter(
    (name) => name !== leading && (settings.profiles === undefined || settings.profiles.includes(name)),
  );
  const at = (profile: string | undefined): Backend => {
    const home = homeOf(profile, config);
    const isHere = current.endpoint === undefined && partitionOf(home).id === partitionOf(own).id;
    const region = isHere ? own : home;
    const chosen = allRegions.find((one) => one.region === region) ?? { region, label: region };
    const backend = awsBackend(chosen, profile, true);
    const label = profile === undefined ? `${backend.label} with default credentials` : backend.label;
    return { ...backend, label, isOtherAccount: true };
  };
  return [...(current.profile === undefined ? [] : [undefined]), ...profiles]
    .filter((profile) => profile === undefined || profile !== current.profile)
    .map(at);
};

/** The Region that the environment or a profile names for itself. */
const homeOf = (profile: string | undefined, { profiles }: SharedConfig): string => {
  const { region, profile: named = 'default' } = awsEnvironment();
  const own = profiles.get(profile ?? named)?.region;
  return (profile === undefined ? (region ?? own) : own) ?? 'us-east-1';
};

/** Where who has credentials begins. */
export const defaultRegion = async (): Promise<string> => {
  const home = homeOf(undefined, await readSharedConfig());
  const regions = offered(regionsBeside(home)).map(({ region }) => region);
  return regions.includes(home) ? home : (regions[0] ?? home);
};

const offered = (regions: typeof allRegions): typeof allRegions =>
  settings.regions === undefined
    ? regions
    : regions.filter(({ region }) => settings.regions?.includes(region));

/** @throws {SpotdeckError} not-found, for a slug that names no backend. */
export const getBackend = (slug: string): Backend => {
  if (slug === 'local') return localBackend();
  const { place, profile } = readSlug(slug) ?? {};
  const region = allRegions.find((one) => one.region === place);
  if (!region) {
    throw new SpotdeckError(
      'not-found',
      `There is no backend "${slug}". Choose "local" or an AWS Region such as us-east-1.`,
    );
  }
  if (profile !== undefined && settings.profiles !== undefined && !settings.profiles.includes(profile)) {
    throw new SpotdeckError(
      'not-found',
      `The profile "${profile}" is not among those that SPOTDECK_PROFILES offers.`,
    );
  }
  return awsBackend(region, profile, true);
};

const awsBackend = (
  { region, label }: (typeof allRegions)[number],
  profile: string | undefined,
  available: Backend['available'],
): Backend => ({
  slug: slugOf({ place: region, ...(profile !== undefined && { profile }) }),
  label: `${label} · ${region}${profile === undefined ? '' : ` as ${profile}`}`,
  region,
  ...(profile !== undefined && { profile }),
  available,
});

/** Enough for a container or instance metadata service, which answer in milliseconds where there is one. */
const credentialTimeoutMs = 2_500;
/** After a failure soon: the reader may have signed in meanwhile. */
const rememberedMs = { found: 60_000, missing: 3_000 };

interface Known {
  value: Backend['available'];
  until: number;
}

/** As it was last known, and asked again behind the reader's back: only the very first answer is waited for. */
export const awsAvailability = async (profile?: string): Promise<Backend['available']> => {
  const memory = inProcess('aws-availability', () => new Map<string | undefined, Known>());
  const cached = memory.get(profile);
  if (cached !== undefined && cached.until > Date.now()) return cached.value;
  const asked = remember('aws-availability-asked', profile ?? '', () => findCredentials(profile), 0).then(
    (value) => {
      const lifetime = value === true ? rememberedMs.found : rememberedMs.missing;
      memory.set(profile, { value, until: Date.now() + lifetime });
      return value;
    },
  );
  return cached?.value ?? asked;
};

const findCredentials = async (profile: string | undefined): Promise<Backend['available']> => {
  let timer: NodeJS.Timeout | undefined;
  try {
    const timeout = new Promise<never>((_, reject) => {
      timer = setTimeout(
        () => reject(new Error('the credential sources did not answer in time')),
        credentialTimeoutMs,
      );
    });
    await Promise.race([
      credentialsOf({ region: await defaultRegion(), ...(profile !== undefined && { profile }) })(),
      timeout,
    ]);
    return true;
  } catch (error) {
    const told = toldIn(error);
    return told === undefined
      ? {
          reason: `No AWS credentials were found: ${error instanceof Error ? error.message : String(error)}.`,
          remedy: 'Run `aws configure` or `aws sso login`, or set AWS_PROFILE and start Spotdeck again.',
        }
      : { reason: `${capitalized(told.reason)}.`, remedy: told.remedy };
  } finally {
    clearTimeout(timer);
  }
};
