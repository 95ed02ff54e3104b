'use client';

import SpaceBetween from '@cloudscape-design/components/space-between';
import { usePathname, useRouter } from 'next/navigation';
import { type ComponentProps, useTransition } from 'react';
import { allSlug } from '@/lib/training/backend-slug';
import { withPlaces } from '@/lib/urls/places';
import { formatWasteQuery } from '@/lib/urls/waste';
import { WastePage } from '../waste/waste-page';
import { type PlaceChoice, PlacePicker } from './place-picker';
import { PlaceLines } from './place-lines';

interface AllWasteProps extends Omit<ComponentProps<typeof WastePage>, 'backend' | 'several'> {
  choices: readonly PlaceChoice[];
  /** Slugs of the backends that are shown. */
  shown: readonly string[];
  /** Those that the reader chose; none: what was opened before. */
  places: readonly string[];
}

/** The waste board of several backends: the board itself, with the choice of them and what is wrong with which. */
export const AllWaste = ({ choices, shown, places, ...page }: AllWasteProps) => {
  const router = useRouter();
  const pathname = usePathname();
  const [, startTransition] = useTransition();
  const choose = (chosen: readonly string[]) =>
    startTransition(() => {
      const address = formatWasteQuery({ ...page.query, page: 1 });
      router.push(`${pathname}?${withPlaces(address, chosen)}`, { scroll: false });
    });
  return (
    <WastePage
      {...page}
      backend={allSlug}
      several={{
        places,
        above: (board) => (
          <SpaceBetween size="s">
            <PlacePicker choices={choices} shown={shown} onChange={choose} />
            <PlaceLines places={board?.places ?? []} />
          </SpaceBetween>
        ),
      }}
    />
  );
};
