'use client';

import { type ComponentProps } from 'react';
import { allSlug } from '@/lib/training/backend-slug';
import { formatWasteQuery } from '@/lib/urls/waste';
import { WastePage } from '../waste/waste-page';
import { type SeveralPlaces, usePlaceChoice } from './use-place-choice';

type AllWasteProps = Omit<ComponentProps<typeof WastePage>, 'backend' | 'several'> & SeveralPlaces;

/** The waste board of several backends: the board itself, with the choice of them and what is wrong with which. */
export const AllWaste = ({ choices, shown, places, ...page }: AllWasteProps) => {
  const several = usePlaceChoice({ choices, shown, places }, () =>
    formatWasteQuery({ ...page.query, page: 1 }),
  );
  return <WastePage {...page} backend={allSlug} several={several} />;
};
