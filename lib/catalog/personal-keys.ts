import sql from 'sql-template-tag';
import { ownTagPrefix } from '../training/job-tags';

/** Of tags those that are offered to choose from: what Spotdeck keeps in tags of its own says nothing of a person's jobs. */
export const personalKey = sql`substr(key, 1, ${ownTagPrefix.length}) <> ${ownTagPrefix}`;
