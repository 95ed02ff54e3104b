import { firstLayout } from './001-first-layout';
import { wordsOfTheGlossary } from './002-words-of-the-glossary';

/**
 * Each makes the next layout of the catalog of the one before, with all rows in it. One that has been published is never
 * changed or taken out: catalogs that it has made are on people's disks. A change is a further file, at the end.
 */
export const migrations: readonly string[] = [firstLayout, wordsOfTheGlossary];
