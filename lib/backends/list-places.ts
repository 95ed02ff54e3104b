import 'server-only';
import { z } from 'zod';
import { getBackend, listBackends } from '../aws/backends';
import { knownPlaces, placesToShow } from '../backfill/known-places';
import { isNotFound } from '../errors/spotdeck-error';
import { placeName, readSlug, slugOf } from '../training/backend-slug';
import { defineUseCase } from '../use-cases/define-use-case';
import { placesInput } from '../use-cases/name-inputs';

/** A backend that a page of several can show. */
export interface PlaceChoice {
  slug: string;
  label: string;
  /** Somebody opened it before: its jobs are known. */
  openedBefore?: true;
  /** Why it cannot be asked now, and what to do about it. */
  unavailable?: string;
}

export interface PlaceList {
  choices: PlaceChoice[];
  /** Those that are shown. */
  shown: string[];
}

/**
 * What a page of several backends can show, and what it shows. Each profile is offered in its own Region and in those where
 * jobs are known; an address may name any.
 */
export const listPlaces = defineUseCase({
  name: 'list-places',
  input: z.strictObject({ places: placesInput }),
  access: 'watch',
  changes: false,
  run: async (_context, { places }): Promise<PlaceList> => {
    const opened = knownPlaces();
    const shown = placesToShow(places);
    const backends = await listBackends(getBackend('local'));
    const regions = new Set([...opened, ...shown].flatMap((slug) => readSlug(slug)?.place ?? []));
    const profiles = backends.flatMap(({ slug }) => {
      const { profile } = readSlug(slug) ?? {};
      return profile === undefined ? [] : [...regions].map((place) => slugOf({ place, profile }));
    });
    const slugs = new Set([...opened, ...shown, ...backends.map(({ slug }) => slug), ...profiles]);
    const choices = [...slugs].filter(isRegionOrLocal).map((slug): PlaceChoice => {
      const listed = backends.find((backend) => backend.slug === slug);
      const available = listed?.available ?? true;
      return {
        slug,
        label: listed?.label ?? labelOf(slug),
        ...(opened.includes(slug) && { openedBefore: true }),
        ...(available !== true && { unavailable: `${available.reason} ${available.remedy}` }),
      };
    });
    return { choices, shown };
  },
});

/** `local` is no Region that a profile sees. */
const isRegionOrLocal = (slug: string): boolean => !slug.startsWith('local~');

const labelOf = (slug: string): string => {
  try {
    return getBackend(slug).label;
  } catch (error) {
    // It is shown by what the address says; the page says that there is none.
    if (isNotFound(error)) return placeName(slug);
    throw error;
  }
};
