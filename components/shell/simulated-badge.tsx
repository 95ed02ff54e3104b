'use client';

import Badge from '@cloudscape-design/components/badge';
import Popover from '@cloudscape-design/components/popover';

/** Says on every page of such a backend which part of what it shows is modelled. */
export const SimulatedBadge = () => (
  <Popover
    dismissAriaLabel="Close"
    header="Simulated spot market"
    triggerType="custom"
    content="This backend trains for real: real processes, real checkpoints, real interruptions. When capacity is taken, how long it stays away and what it costs are modelled. No money is spent."
  >
    <button
      type="button"
      className="sd-plain-button"
      aria-label="Simulated spot market: what does this mean?"
    >
      <Badge color="severity-low">Simulated spot market</Badge>
    </button>
  </Popover>
);
