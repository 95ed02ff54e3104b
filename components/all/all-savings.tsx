'use client';

import { type ComponentProps } from 'react';
import { allSlug } from '@/lib/training/backend-slug';
import { formatReportQuery } from '@/lib/urls/report';
import { SavingsPage } from '../savings/savings-page';
import { type SeveralPlaces, usePlaceChoice } from './use-place-choice';

type AllSavingsProps = Omit<ComponentProps<typeof SavingsPage>, 'backend' | 'backendLabel' | 'several'> &
  SeveralPlaces;

/** The savings report of several backends: the report itself, with the choice of them and what is wrong with which. */
export const AllSavings = ({ choices, shown, places, ...page }: AllSavingsProps) => {
  const several = usePlaceChoice({ choices, shown, places }, () =>
    formatReportQuery({ ...page.query, groupPage: undefined }),
  );
  return (
    <SavingsPage
      {...page}
      backend={allSlug}
      backendLabel={shown.length === 1 ? 'One account and Region' : `${shown.length} accounts and Regions`}
      several={several}
    />
  );
};
