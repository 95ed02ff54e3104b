import 'server-only';
import { getBackend } from '../aws/backends';
import { type CatalogDatabase } from '../catalog/catalog-database';
import { scopesWithJobs } from '../catalog/scopes-with-jobs';
import { isNotFound } from '../errors/spotdeck-error';
import { placeOf } from '../training/backend-slug';
import { catalogDatabase } from './job-catalog';
import { lastAccounts } from './last-accounts';

/**
 * Slugs of the backends whose jobs are known, since somebody opened them before: the local one first, an account and Region
 * once, however many profiles lead to it. Of an account that no credentials lead to any more there is none.
 */
export const knownPlaces = (
  database: CatalogDatabase = catalogDatabase(),
  accounts: ReadonlyMap<string, string> = lastAccounts(),
): string[] => {
  const slugs = scopesWithJobs(database).flatMap(({ backend, account }) => {
    const leading = [...accounts]
      .filter(([slug, last]) => last === account && placeOf(slug) === backend)
      .map(([slug]) => slug)
      .sort();
    // Without a memory of accounts the place itself is asked, as its own pages do.
    if (leading.length === 0) return accounts.has(backend) ? [] : [backend];
    return leading.includes(backend) ? [backend] : leading.slice(0, 1);
  });
  return [...new Set(slugs)]
    .filter(isBackend)
    .sort((a, b) => Number(b === 'local') - Number(a === 'local') || (a < b ? -1 : 1));
};

/** What was chosen; where nothing was, the known ones, and without any the local backend. */
export const placesToShow = (chosen: readonly string[]): string[] => {
  const slugs = chosen.length > 0 ? [...new Set(chosen)] : knownPlaces();
  return slugs.length > 0 ? slugs : ['local'];
};

const isBackend = (slug: string): boolean => {
  try {
    getBackend(slug);
    return true;
  } catch (error) {
    if (isNotFound(error)) return false;
    throw error;
  }
};
