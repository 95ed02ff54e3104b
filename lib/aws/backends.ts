import 'server-only';
import { settings } from '../env';
import { SpotdeckError } from '../errors/spotdeck-error';
import { inProcess, remember } from '../process/process-memory';
import { awsRegions } from '../training/aws-regions';
import { credentialsOf } from './credentials/credentials';
import { toldIn } from './credentials/told-problem';

/**
 * Where the dashboard can look: the local backend, which is an endpoint URL and nothing else, and the Regions
 * of AWS.
 */
export interface Backend {
  /** First path segment of every page: `local`, or the Region. */
  slug: string;
  label: string;
  region: string;
  /** Base URL of a backend that is not AWS's own. */
  endpoint?: string;
  /** Whose credentials of the shared files; absent: whichever the environment leads to. */
  profile?: string;
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

/** The local backend first, then the Regions of AWS, which are unavailable while there are no credentials. */
export const listBackends = async (): Promise<Backend[]> => {
  const available = await awsAvailability();
  return [localBackend(), ...awsRegions.map((region) => awsBackend(region, available))];
};

/** @throws {SpotdeckError} not-found, for a slug that names no backend. */
export const getBackend = (slug: string): Backend => {
  if (slug === 'local') return localBackend();
  const region = awsRegions.find((known) => known.region === slug);
  if (!region) {
    throw new SpotdeckError(
      'not-found',
      `There is no backend "${slug}". Choose "local" or an AWS Region such as us-east-1.`,
    );
  }
  return awsBackend(region, true);
};

const awsBackend = (
  { region, label }: (typeof awsRegions)[number],
  available: Backend['available'],
): Backend => ({
  slug: region,
  label: `${label} · ${region}`,
  region,
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
const awsAvailability = async (): Promise<Backend['available']> => {
  const memory = inProcess('aws-availability', () => new Map<'known', Known>());
  const known = memory.get('known');
  if (known !== undefined && known.until > Date.now()) return known.value;
  const asked = remember('aws-availability-asked', 'aws', findCredentials, 0).then((value) => {
    const lifetime = value === true ? rememberedMs.found : rememberedMs.missing;
    memory.set('known', { value, until: Date.now() + lifetime });
    return value;
  });
  return known?.value ?? asked;
};

const findCredentials = async (): Promise<Backend['available']> => {
  let timer: NodeJS.Timeout | undefined;
  try {
    const timeout = new Promise<never>((_, reject) => {
      timer = setTimeout(
        () => reject(new Error('the credential sources did not answer in time')),
        credentialTimeoutMs,
      );
    });
    await Promise.race([credentialsOf({ region: 'us-east-1' })(), timeout]);
    return true;
  } catch (error) {
    const told = toldIn(error);
    return told === undefined
      ? {
          reason: `No AWS credentials were found: ${error instanceof Error ? error.message : String(error)}.`,
          remedy: 'Run `aws configure` or `aws sso login`, or set AWS_PROFILE and start Spotdeck again.',
        }
      : { reason: `${told.reason.charAt(0).toUpperCase()}${told.reason.slice(1)}.`, remedy: told.remedy };
  } finally {
    clearTimeout(timer);
  }
};
