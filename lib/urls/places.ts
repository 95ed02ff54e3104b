/** Which backends the pages of several show, in their address: `in=local,us-east-1,eu-west-1~research`. */
import { type SearchParams } from './job-list';

/** More make a page nobody reads, and each is asked while it is looked at. */
export const maxPlaces = 30;
const maxSlugLength = 400;

/** What names no backend by its form is passed over. @returns empty where the address says nothing */
export const parsePlaces = (params: SearchParams): string[] => {
  const slugs = [params.in ?? []].flat().flatMap((text) => text.split(','));
  const written = slugs.filter((slug) => /^[\w.~-]+$/.test(slug) && slug.length <= maxSlugLength);
  return [...new Set(written)].slice(0, maxPlaces);
};

/** @param query without `?`; @returns the same with the backends, where some were chosen */
export const withPlaces = (query: string, places: readonly string[]): string =>
  [...(places.length === 0 ? [] : [`in=${places.join(',')}`]), ...(query === '' ? [] : [query])].join('&');
