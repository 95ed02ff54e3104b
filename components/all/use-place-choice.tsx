'use client';

import SpaceBetween from '@cloudscape-design/components/space-between';
import { usePathname, useRouter } from 'next/navigation';
import { type ReactNode, useTransition } from 'react';
import { type PlaceState } from '@/lib/training/job-list';
import { withPlaces } from '@/lib/urls/places';
import { type PlaceChoice, PlacePicker } from './place-picker';
import { PlaceLines } from './place-lines';

/** What a page of several backends is given beside what the page of one is. */
export interface SeveralPlaces {
  choices: readonly PlaceChoice[];
  /** Slugs of the backends that are shown. */
  shown: readonly string[];
  /** Those that the reader chose; none: what was opened before. */
  places: readonly string[];
}

interface PlaceChoiceView {
  places: readonly string[];
  /** The choice of backends and what is wrong with which, above what the page shows. */
  above: (page: { places?: readonly PlaceState[] } | undefined) => ReactNode;
}

/** @param addressOf the page's address with another choice, without the places in it */
export const usePlaceChoice = (
  { choices, shown, places }: SeveralPlaces,
  addressOf: () => string,
): PlaceChoiceView => {
  const router = useRouter();
  const pathname = usePathname();
  const [, startTransition] = useTransition();
  const choose = (chosen: readonly string[]) =>
    startTransition(() => router.push(`${pathname}?${withPlaces(addressOf(), chosen)}`, { scroll: false }));
  return {
    places,
    above: (page) => (
      <SpaceBetween size="s">
        <PlacePicker choices={choices} shown={shown} onChange={choose} />
        <PlaceLines places={page?.places ?? []} />
      </SpaceBetween>
    ),
  };
};
