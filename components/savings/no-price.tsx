'use client';

import Popover from '@cloudscape-design/components/popover';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { fleetParts } from '@/lib/training/fleet';
import { noPrice } from '@/lib/training/money/money-text';
import { latePart } from '../shell/late-part';
import { type EnterPrice } from './price-entry';

/** A form and its rules are much code for a page that mostly has its price. */
const PriceEntry = latePart(() => import('./price-entry').then((module) => module.PriceEntry));

interface NoPriceProps {
  /** Of a mixed fleet, all its types are asked for; one that has a price already keeps it. */
  instanceType: string | undefined;
  /** Of several backends: the slug of the one whose price it is. */
  where?: string | undefined;
  /** Absent where it is not one backend's price that is missing. */
  onEnter?: EnterPrice;
  /** Where it is not known that there is none. */
  text?: string;
}

/** Stands where money would: says that there is no price, and opens the place to enter it. */
export const NoPrice = ({ instanceType, where, onEnter, text = noPrice }: NoPriceProps) =>
  instanceType === undefined || onEnter === undefined ? (
    <span title={instanceType === undefined ? 'The instance type is not known' : undefined}>{text}</span>
  ) : (
    <Popover
      header="No price"
      size="large"
      triggerType="text"
      dismissAriaLabel="Close"
      renderWithPortal
      content={
        <SpaceBetween size="s">
          {fleetParts(instanceType).map((part) => (
            <PriceEntry
              key={part.instanceType}
              instanceType={part.instanceType}
              {...(where !== undefined && { where })}
              onEnter={onEnter}
            />
          ))}
        </SpaceBetween>
      }
    >
      {text}
    </Popover>
  );
