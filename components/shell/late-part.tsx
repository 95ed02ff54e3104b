'use client';

import Button from '@cloudscape-design/components/button';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import dynamic from 'next/dynamic';
import { type ComponentType } from 'react';
import { lateCode } from './late-code';

/**
 * A part of a page whose code is loaded when it is first shown; with the page, where it is shown at once. Where it
 * cannot be loaded, the rest of the page stays.
 */
export const latePart = <Props extends object>(
  load: () => Promise<ComponentType<Props>>,
): ComponentType<Props> =>
  dynamic<Props>(() => lateCode(load(), 'a part of the page', PartUnavailable), {
    loading: () => <StatusIndicator type="loading">Loading</StatusIndicator>,
  });

const PartUnavailable = () => (
  <div role="alert">
    <StatusIndicator type="warning">This part of the page could not be loaded.</StatusIndicator>{' '}
    <Button variant="inline-link" onClick={() => window.location.reload()}>
      Reload the page
    </Button>
  </div>
);
