'use client';

import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { memo } from 'react';
import { comparePath, maxCompared } from '@/lib/urls/compare';
import { useFollow } from '../../shell/use-follow';

interface CompareButtonProps {
  backend: string;
  selected: readonly { name: string; where?: string }[];
  onClear: () => void;
}

/** Leads to the comparison of the ticked jobs, which may be on several pages of the list. */
export const CompareButton = memo(function CompareButton({ backend, selected, onClear }: CompareButtonProps) {
  const follow = useFollow();
  const count = selected.length;
  const [place = backend, ...others] = new Set(selected.map(({ where = backend }) => where));
  const reason =
    count >= 2 && others.length > 0
      ? `The ticked jobs are in ${others.length + 1} accounts or Regions; those of one can be compared.`
      : count < 2
        ? 'Tick 2 to 20 jobs to see them side by side.'
        : count > maxCompared
          ? `${count} jobs are ticked; at most ${maxCompared} can be compared.`
          : undefined;
  return (
    <SpaceBetween size="xs" direction="horizontal" alignItems="center">
      {count > 0 && (
        <Button variant="inline-link" onClick={onClear}>
          {`Untick ${count}`}
        </Button>
      )}
      <Button
        disabled={reason !== undefined}
        {...(reason === undefined
          ? {
              href: comparePath(
                place,
                selected.map(({ name }) => name),
              ),
            }
          : { disabledReason: reason })}
        onFollow={follow}
      >
        {count < 2 ? 'Compare' : `Compare ${count}`}
      </Button>
    </SpaceBetween>
  );
});
