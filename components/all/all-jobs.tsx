'use client';

import SpaceBetween from '@cloudscape-design/components/space-between';
import { usePathname, useRouter } from 'next/navigation';
import { type ComponentProps, useTransition } from 'react';
import { allSlug } from '@/lib/training/backend-slug';
import { formatJobQuery } from '@/lib/urls/job-list';
import { withPlaces } from '@/lib/urls/places';
import { JobsList } from '../jobs/list/list-and-skeleton';
import { type PlaceChoice, PlacePicker } from './place-picker';
import { PlaceLines } from './place-lines';

interface AllJobsProps extends Omit<ComponentProps<typeof JobsList>, 'backend' | 'several'> {
  choices: readonly PlaceChoice[];
  /** Slugs of the backends that are shown. */
  shown: readonly string[];
  /** Those that the reader chose; none: what was opened before. */
  places: readonly string[];
}

/** The list of jobs of several backends: the list itself, with the choice of them and what is wrong with which. */
export const AllJobs = ({ choices, shown, places, ...list }: AllJobsProps) => {
  const router = useRouter();
  const pathname = usePathname();
  const [, startTransition] = useTransition();
  const choose = (chosen: readonly string[]) =>
    startTransition(() => {
      const filters = { ...list.query.filters, where: [] };
      const address = withPlaces(formatJobQuery({ ...list.query, filters, page: 1 }), chosen);
      router.push(`${pathname}?${address}`, { scroll: false });
    });
  return (
    <JobsList
      {...list}
      backend={allSlug}
      several={{
        places,
        above: (page) => (
          <SpaceBetween size="s">
            <PlacePicker choices={choices} shown={shown} onChange={choose} />
            <PlaceLines places={page?.places ?? []} />
          </SpaceBetween>
        ),
      }}
    />
  );
};
