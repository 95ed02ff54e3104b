/** What AWS told is remembered for whoever it is true of: all who look at a Region, at an account, or the one who asked. */
import { remember } from '../process/process-memory';
import { type Backend } from './backends';
import { callerIdentity } from './identity';

interface Asked<Value> {
  /** By which it is kept, apart from all else. */
  what: string;
  /** Which of them, where there are several. */
  key?: string;
  load: () => Promise<Value>;
  lifetimeMs: number | ((value: Value) => number);
  /** How long a failure is told again without asking; default: not at all. */
  failureMs?: (error: unknown) => number;
}

/** The same for every account of the Region, such as a price. */
export const rememberOfRegion = <Value>(backend: Backend, asked: Asked<Value>): Promise<Value> =>
  rememberAt(regionKey(backend), asked);

/** The same by whichever profile the account is looked at. */
export const rememberOfAccount = async <Value>(backend: Backend, asked: Asked<Value>): Promise<Value> => {
  const { accountId } = await callerIdentity(backend);
  return rememberAt(`${regionKey(backend)} ${accountId}`, asked);
};

/** What depends on what the one who asks may do: another profile of the account is answered for itself. */
export const rememberOfAsker = <Value>(backend: Backend, asked: Asked<Value>): Promise<Value> =>
  rememberAt(`${regionKey(backend)} ${backend.slug}`, asked);

const regionKey = ({ endpoint, region }: Backend): string => `${endpoint ?? 'aws'} ${region}`;

const rememberAt = <Value>(at: string, { what, key = '', load, lifetimeMs, failureMs }: Asked<Value>) =>
  remember(what, `${at} ${key}`, load, lifetimeMs, failureMs);
