'use client';

import SpaceBetween from '@cloudscape-design/components/space-between';
import { usePathname, useRouter } from 'next/navigation';
import { type ComponentProps, useTransition } from 'react';
import { allSlug } from '@/lib/training/backend-slug';
import { formatReportQuery } from '@/lib/urls/report';
import { withPlaces } from '@/lib/urls/places';
import { SavingsPage } from '../savings/savings-page';
import { type PlaceChoice, PlacePicker } from './place-picker';
import { PlaceLines } from './place-lines';

interface AllSavingsProps extends Omit<
  ComponentProps<typeof SavingsPage>,
  'backend' | 'backendLabel' | 'several'
> {
  choices: readonly PlaceChoice[];
  /** Slugs of the backends that are shown. */
  shown: readonly string[];
  /** Those that the reader chose; none: what was opened before. */
  places: readonly string[];
}

/** The savings report of several backends: the report itself, with the choice of them and what is wrong with which. */
export const AllSavings = ({ choices, shown, places, ...page }: AllSavingsProps) => {
  const router = useRouter();
  const pathname = usePathname();
  const [, startTransition] = useTransition();
  const choose = (chosen: readonly string[]) =>
    startTransition(() => {
      const address = formatReportQuery({ ...page.query, groupPage: undefined });
      router.push(`${pathname}?${withPlaces(address, chosen)}`, { scroll: false });
    });
  return (
    <SavingsPage
      {...page}
      backend={allSlug}
      backendLabel={shown.length === 1 ? 'One account and Region' : `${shown.length} accounts and Regions`}
      several={{
        places,
        above: (report) => (
          <SpaceBetween size="s">
            <PlacePicker choices={choices} shown={shown} onChange={choose} />
            <PlaceLines places={report?.places ?? []} />
          </SpaceBetween>
        ),
      }}
    />
  );
};
