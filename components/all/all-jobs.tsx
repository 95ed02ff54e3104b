'use client';

import { type ComponentProps } from 'react';
import { allSlug } from '@/lib/training/backend-slug';
import { formatJobQuery } from '@/lib/urls/job-list';
import { JobsList } from '../jobs/list/list-and-skeleton';
import { type SeveralPlaces, usePlaceChoice } from './use-place-choice';

type AllJobsProps = Omit<ComponentProps<typeof JobsList>, 'backend' | 'several'> & SeveralPlaces;

/** The list of jobs of several backends: the list itself, with the choice of them and what is wrong with which. */
export const AllJobs = ({ choices, shown, places, ...list }: AllJobsProps) => {
  const several = usePlaceChoice({ choices, shown, places }, () =>
    formatJobQuery({ ...list.query, filters: { ...list.query.filters, where: [] }, page: 1 }),
  );
  return <JobsList {...list} backend={allSlug} several={several} />;
};
