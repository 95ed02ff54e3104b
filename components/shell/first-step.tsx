'use client';

import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { type ReactNode } from 'react';
import { useFollow } from './use-follow';

interface FirstStepProps {
  title: string;
  /** What there will be, and what to try first. */
  children: ReactNode;
  /** Does it: a page of this site, or something done here. */
  action: { text: string; href: string } | { text: string; onClick: () => void };
  /** Another way, as a link. */
  other?: ReactNode;
}

/** Stands where a page has nothing to show yet: says what it is for, and has the one button that begins it. */
export const FirstStep = ({ title, children, action, other }: FirstStepProps) => {
  const follow = useFollow();
  return (
    <Box textAlign="center" padding={{ vertical: 'l' }}>
      <SpaceBetween size="s" alignItems="center">
        <Box variant="strong">{title}</Box>
        <Box color="text-body-secondary">{children}</Box>
        {'href' in action ? (
          <Button href={action.href} onFollow={follow}>
            {action.text}
          </Button>
        ) : (
          <Button onClick={action.onClick}>{action.text}</Button>
        )}
        {other}
      </SpaceBetween>
    </Box>
  );
};
