import 'server-only';
import { type TablePreferences } from '@/components/jobs/list/table-preferences';
import { type JobQuery } from '@/lib/training/job-list';
import { type SearchParams } from '@/lib/urls/job-list';
import { parsePlaces } from '@/lib/urls/places';
import { readQueryOfSeveral } from '../../[backend]/jobs/search-params';

/** The list that an address asks for, and of which backends; of none where it names none. */
export const readAllQuery = (
  params: SearchParams,
  preferences?: TablePreferences,
): { places: string[]; query: JobQuery } => ({
  places: parsePlaces(params),
  query: readQueryOfSeveral(params, preferences),
});
