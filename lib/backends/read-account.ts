import 'server-only';
import * as account from '../aws/account';
import { callerIdentity } from '../aws/identity';
import { checkPermissions as check } from '../aws/permissions';
import { jobCatalog } from '../backfill/job-catalog';
import { stateChangesOf } from '../backfill/state-changes';
import { settings } from '../env';
import { type AccountView } from '../training/account';
import { isSpotdeckError } from '../errors/spotdeck-error';
import { defineUseCase } from '../use-cases/define-use-case';
import { nothing } from '../use-cases/name-inputs';

/**
 * Who asks, by which credentials, until when, and which addresses are in force.
 * @throws {SpotdeckError} no-credentials with what to run, region-disabled, clock-skew, unreachable …
 */
export const readAccount = defineUseCase({
  name: 'read-account',
  input: nothing,
  access: 'watch',
  changes: false,
  run: async ({ backend }): Promise<AccountView> => {
    const view = await account.readAccount(backend);
    const changes = await readChanges(backend.slug);
    return changes === undefined ? view : { ...view, changes };
  },
});

/** How the queue is that tells of changed jobs; who asks has it asked. */
const readChanges = async (slug: string): Promise<AccountView['changes']> => {
  if (settings.eventQueues === undefined) return undefined;
  await jobCatalog(slug);
  const changes = stateChangesOf(slug);
  changes?.touch();
  return changes?.view();
};

/** Whether AWS takes the credentials that there are now; a page that has none asks until it does. */
export const isSignedIn = defineUseCase({
  name: 'is-signed-in',
  input: nothing,
  access: 'watch',
  changes: false,
  run: async ({ backend }): Promise<boolean> => {
    try {
      await callerIdentity(backend);
      return true;
    } catch (error) {
      if (isSpotdeckError(error) && error.code === 'no-credentials') return false;
      throw error;
    }
  },
});

/** What the use cases need, and whether IAM allows it, where IAM may be asked. */
export const checkPermissions = defineUseCase({
  name: 'check-permissions',
  input: nothing,
  access: 'watch',
  changes: false,
  run: ({ backend }) => check(backend),
});
