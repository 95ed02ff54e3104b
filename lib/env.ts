import 'server-only';
import path from 'node:path';
import { readSettings } from './settings.mjs';

const root = process.env.SPOTDECK_ROOT ?? process.cwd();

/** The settings of this process, read once. This module is the dashboard's only reader of process.env. */
export const settings = readSettings(process.env, root);

/** Folder of the training scripts that come with Spotdeck. */
export const examplesDir = path.join(root, 'examples');

/** Runs in a thread of its own, from its source: see there. */
export const parquetWorkerFile = path.join(root, 'lib/endpoints/test-sets/parquet-worker.mjs');

/** Likewise, from the build; a developer's server has none. */
export const catalogMigrationFile = path.join(root, '.build/commands/migrate-catalog.mjs');

/** What AWS's tools take from the environment: names, and whether something is there, but never a secret. */
export interface AwsEnvironment {
  /** `AWS_PROFILE`. */
  profile?: string;
  /** `AWS_REGION`, else `AWS_DEFAULT_REGION`. */
  region?: string;
  hasKeys: boolean;
  hasSessionToken: boolean;
  hasWebIdentity: boolean;
  hasContainer: boolean;
  /** Which of the two shared files another variable names. */
  movedFiles: readonly ('AWS_CONFIG_FILE' | 'AWS_SHARED_CREDENTIALS_FILE')[];
  /** Addresses by variable, e.g. `AWS_ENDPOINT_URL_S3`. */
  endpoints: ReadonlyMap<string, string>;
}

/** As it is now: tests and commands change it. */
export const awsEnvironment = (): AwsEnvironment => {
  const given = new Map(Object.entries(process.env).filter(([, value]) => value));
  const profile = given.get('AWS_PROFILE');
  const region = given.get('AWS_REGION') ?? given.get('AWS_DEFAULT_REGION');
  const has = (name: string) => given.has(name);
  return {
    ...(profile && { profile }),
    ...(region && { region }),
    hasKeys: has('AWS_ACCESS_KEY_ID') && has('AWS_SECRET_ACCESS_KEY'),
    hasSessionToken: has('AWS_SESSION_TOKEN'),
    hasWebIdentity: has('AWS_WEB_IDENTITY_TOKEN_FILE') && has('AWS_ROLE_ARN'),
    hasContainer: has('AWS_CONTAINER_CREDENTIALS_RELATIVE_URI') || has('AWS_CONTAINER_CREDENTIALS_FULL_URI'),
    movedFiles: (['AWS_CONFIG_FILE', 'AWS_SHARED_CREDENTIALS_FILE'] as const).filter(has),
    endpoints: new Map(
      [...given].flatMap(([name, value = '']) =>
        name.startsWith('AWS_ENDPOINT_URL') ? [[name, value] as const] : [],
      ),
    ),
  };
};
